/** Every word the page shows or speaks, in Hindi. */

export * from './hi/first.ts';
export * from './hi/call.ts';
export * from './hi/chat.ts';
export * from './hi/hints.ts';
export * from './hi/keys.ts';
export * from './hi/log.ts';
export * from './hi/people.ts';
export * from './hi/rating.ts';
export * from './hi/recording.ts';
export * from './hi/security.ts';
export * from './hi/settings.ts';
export * from './hi/sharing.ts';
export * from './hi/stage.ts';
export * from './hi/way.ts';
