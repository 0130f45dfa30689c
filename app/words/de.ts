/** Every word the page shows or speaks, in German. */

export * from './de/first.ts';
export * from './de/call.ts';
export * from './de/chat.ts';
export * from './de/hints.ts';
export * from './de/keys.ts';
export * from './de/log.ts';
export * from './de/people.ts';
export * from './de/rating.ts';
export * from './de/recording.ts';
export * from './de/security.ts';
export * from './de/settings.ts';
export * from './de/sharing.ts';
export * from './de/stage.ts';
export * from './de/way.ts';
