/** Every word the page shows or speaks, in English. What this file has, each other language must have. */

export * from './en/first.ts';
export * from './en/call.ts';
export * from './en/chat.ts';
export * from './en/hints.ts';
export * from './en/keys.ts';
export * from './en/log.ts';
export * from './en/people.ts';
export * from './en/rating.ts';
export * from './en/recording.ts';
export * from './en/security.ts';
export * from './en/settings.ts';
export * from './en/sharing.ts';
export * from './en/stage.ts';
export * from './en/way.ts';
