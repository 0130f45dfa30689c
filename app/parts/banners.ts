/** What is the matter with the call, as lines to show, the gravest first. Pure. */

import type { DeviceNews, MeetingView, NoticeView, Trouble } from '../phase.ts';
import { words } from '../words/words.ts';
import type { IconName } from './icons.ts';
import { devicesOf } from './stops.ts';

export interface BannerLine {
  /** Stays the same for as long as it is about the same thing. */
  readonly id: string;
  readonly kind: 'calm' | 'warn' | 'danger';
  readonly icon: IconName;
  readonly text: string;
  /** Screen readers are told by other means: what is calm, by the announcer. */
  readonly silent?: boolean;
  /** What can be done about it. */
  readonly action?: 'turnOnSound' | 'showPeople' | 'unmute';
  /** It can be put away. */
  readonly dismiss?: 'alarms' | 'strangers' | 'full' | 'hostless' | 'told' | 'deviceNews' | number;
}

export type BannerFacts = Pick<
  MeetingView,
  | 'alarms'
  | 'strangers'
  | 'membership'
  | 'connection'
  | 'relayConnected'
  | 'isAuthority'
  | 'isHost'
  | 'notIn'
  | 'soundBlocked'
  | 'doorShut'
  | 'full'
  | 'max'
  | 'notices'
  | 'knocks'
> & {
  /** How many of each the person has put away. */
  readonly read: {
    readonly alarms: number;
    readonly strangers: number;
    readonly full: boolean;
    readonly hostless: boolean;
  };
  /** In answer to what the person just did: a screen that did not come, a switch the rules hold. */
  readonly told: string | undefined;
  /** Somebody speaks who is muted, and may speak. */
  readonly unheard: boolean;
  readonly deviceNews: DeviceNews | undefined;
  readonly peopleOpen: boolean;
  readonly alone: boolean;
  /** A panel could not be fetched. */
  readonly failed: boolean;
  /** The device has a network. */
  readonly online: boolean;
};

export type CalmFacts = Pick<
  BannerFacts,
  'deviceNews' | 'notices' | 'knocks' | 'peopleOpen' | 'isAuthority' | 'isHost' | 'full' | 'max' | 'alone'
>;

const text = words.call;

/** All that holds now, the gravest first. */
export function bannersOf(facts: BannerFacts): readonly BannerLine[] {
  return [...dangers(facts), ...warnings(facts), ...news(facts)];
}

/** Whether nobody else is in the call. */
export const isAlone = ({ members, tiles }: Pick<MeetingView, 'members' | 'tiles'>): boolean =>
  members.length < 2 && tiles.every(({ own }) => own);

function* dangers({ alarms, strangers, read, membership }: BannerFacts): Generator<BannerLine> {
  const alarm = alarms.length > read.alarms ? alarms.at(-1) : undefined;
  if (alarm !== undefined) {
    yield line('alarm', 'danger', 'alert', text.alarm(words.troubles[alarm]), { dismiss: 'alarms' });
  }
  if (strangers > read.strangers) {
    yield line('strangers', 'danger', 'shield', text.strangers(strangers), { dismiss: 'strangers' });
  }
  if (membership === 'silenced') yield line('silenced', 'danger', 'alert', text.silenced);
}

function* warnings(facts: BannerFacts): Generator<BannerLine> {
  if (facts.connection === 'reconnecting') {
    const lost = facts.notIn ? words.troubles.notIn : text.reconnecting;
    yield line('reconnecting', 'warn', 'alert', facts.online ? lost : text.offline);
  }
  if (facts.soundBlocked) {
    yield line('sound', 'warn', 'sound', text.soundBlocked, { action: 'turnOnSound' });
  }
  if (facts.membership === 'unsure') yield line('unsure', 'warn', 'alert', text.unsure);
  if (facts.isHost && !facts.relayConnected) yield line('relay', 'warn', 'alert', text.relayLost);
  if (facts.isAuthority && facts.doorShut && !facts.peopleOpen) {
    yield line('door', 'warn', 'lock', text.doorShut, { action: 'showPeople' });
  }
  if (facts.membership === 'hostless' && !facts.read.hostless) {
    yield line('hostless', 'warn', 'info', text.hostless, { dismiss: 'hostless' });
  }
  if (facts.unheard) {
    yield line('unheard', 'warn', 'microphoneOff', words.devices.unheard, { action: 'unmute' });
  }
  if (facts.failed) yield line('failed', 'warn', 'alert', words.page.failed);
}

function* news(facts: BannerFacts): Generator<BannerLine> {
  if (facts.told !== undefined) yield line('told', 'warn', 'info', facts.told, { dismiss: 'told' });
  yield* calmLines({ ...facts, full: facts.full && !facts.read.full });
}

/** What is no more than news. Silent: many screen readers skip a status that comes together with its text. */
export function* calmLines(facts: CalmFacts): Generator<BannerLine> {
  if (facts.deviceNews !== undefined) {
    yield calm('device', 'info', newsTold(facts.deviceNews), { dismiss: 'deviceNews' });
  }
  for (const notice of facts.notices) {
    yield calm(`notice-${notice.id}`, 'info', noticed(notice), { dismiss: notice.id });
  }
  const { knocks } = facts;
  const [knock] = knocks;
  if (knock !== undefined && !facts.peopleOpen) {
    const said = knocks.length > 1 ? text.waitingCount(knocks.length) : text.knocks(knock.name);
    yield calm('knocks', 'people', said, { action: 'showPeople' });
  }
  if (facts.isAuthority && facts.full) {
    yield calm('full', 'people', text.full(facts.max), { dismiss: 'full' });
  }
  if (facts.alone && knock === undefined) {
    yield calm('alone', 'info', facts.isHost ? `${text.alone} ${text.aloneHost}` : text.alone);
  }
}

const line = (
  id: string,
  kind: BannerLine['kind'],
  icon: IconName,
  said: string,
  more: Pick<BannerLine, 'silent' | 'action' | 'dismiss'> = {},
): BannerLine => ({ id, kind, icon, text: said, ...more });

const calm = (
  id: string,
  icon: IconName,
  said: string,
  more: Pick<BannerLine, 'action' | 'dismiss'> = {},
): BannerLine => line(id, 'calm', icon, said, { ...more, silent: true });

/** A notice as a sentence. */
export function noticed({ kind }: NoticeView): string {
  if (kind.is === 'stopped') return words.notices.stopped(kind.by, devicesOf(kind.slots));
  if (kind.is === 'handLowered') return words.notices.handLowered(kind.by);
  if (kind.is === 'recording') return words.recording.news[kind.news];
  return kind.is === 'forbidden' ? words.notices.forbidden[kind.use] : words.notices[kind.is];
}

/** What became of a device, as a sentence. */
export function newsTold(news: DeviceNews): string {
  const text = words.devices;
  if (news.is === 'gone') return text.gone(news.kind, news.label, news.now);
  if (news.is === 'back') return text.back(news.kind, news.label);
  return `${text.noBlur[news.why]} ${text.noBlurNext}`;
}

/** Why the screen is not shared, in a person's words; `notAllowedByHost` says what the rule is about. */
export const screenTold = (trouble: Trouble): string =>
  trouble === 'notAllowedByHost' ? words.forbidden.screen : words.troubles[trouble];
