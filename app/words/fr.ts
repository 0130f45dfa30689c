/** Every word the page shows or speaks, in French: the spaces before : ; ! ? and within « » do not break. */

export * from './fr/first.ts';
export * from './fr/call.ts';
export * from './fr/chat.ts';
export * from './fr/hints.ts';
export * from './fr/keys.ts';
export * from './fr/log.ts';
export * from './fr/people.ts';
export * from './fr/rating.ts';
export * from './fr/recording.ts';
export * from './fr/security.ts';
export * from './fr/settings.ts';
export * from './fr/sharing.ts';
export * from './fr/stage.ts';
export * from './fr/way.ts';
