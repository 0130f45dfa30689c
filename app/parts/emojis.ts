/** The reactions there are: few, so that everybody finds them at once. */

export const EMOJIS = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const;

export type Emoji = (typeof EMOJIS)[number];

/** Whether a reaction that came from somebody is one of these, and so has a name. */
export const isEmoji = (text: string): text is Emoji => (EMOJIS as readonly string[]).includes(text);
