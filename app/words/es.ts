/** Every word the page shows or speaks, in Spanish. */

export * from './es/first.ts';
export * from './es/call.ts';
export * from './es/chat.ts';
export * from './es/hints.ts';
export * from './es/keys.ts';
export * from './es/log.ts';
export * from './es/people.ts';
export * from './es/rating.ts';
export * from './es/recording.ts';
export * from './es/security.ts';
export * from './es/settings.ts';
export * from './es/sharing.ts';
export * from './es/stage.ts';
export * from './es/way.ts';
