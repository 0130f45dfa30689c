/** What views see of a call and do in it: the participation, by the names of `MeetingView`. */

import type { Saying, ToVault, Use } from '../crypto/workers/protocol.ts';
import type { Participation } from './participation.svelte.ts';
import type { HostAct, MeetingView, RoomView, Trouble } from './phase.ts';

/** What concerns the way in and out is the root's own. */
type OfCall = Omit<
  MeetingView,
  | ('phase' | 'devices' | 'newMeeting' | 'openLink' | 'ownPassphrase' | 'proceed' | 'goOn')
  | ('forgetRemembered' | 'backToStart' | 'passphraseTyped' | 'enter' | 'askAgain' | 'answerNote')
  | ('leave' | 'handOverAndLeave' | 'endForEveryone' | 'recorded' | 'after' | 'startAgain' | 'goBack')
>;

export abstract class CallView implements OfCall {
  protected abstract get part(): Participation;
  /** As the vault told of it, to whomever. */
  protected abstract get ownRoom(): RoomView | undefined;
  protected abstract toVault(message: ToVault): void;

  get room(): RoomView | undefined {
    return this.isAuthority ? this.ownRoom : undefined;
  }

  get isHost(): boolean {
    return this.part.group.rank === 0;
  }

  get isAuthority(): boolean {
    return this.part.group.isAuthority;
  }

  get me(): OfCall['me'] {
    return this.part.group.me;
  }

  get policy(): OfCall['policy'] {
    return this.part.group.policy;
  }

  get locked(): boolean {
    return this.part.group.locked;
  }

  get history(): boolean {
    return this.part.group.history;
  }

  get full(): boolean {
    return this.part.full;
  }

  get max(): number {
    return this.part.max;
  }

  get failedGuesses(): number {
    return this.part.group.failedGuesses;
  }

  get doorShut(): boolean {
    return this.part.group.doorShut;
  }

  get chat(): OfCall['chat'] {
    return this.part.spoken.chat;
  }

  get hands(): OfCall['hands'] {
    return this.part.spoken.hands;
  }

  get reactions(): OfCall['reactions'] {
    return this.part.spoken.reactions;
  }

  get recorders(): OfCall['recorders'] {
    const ids = this.part.recording.recorders;
    return ids.length === 0 ? [] : this.members.filter(({ participantId }) => ids.includes(participantId));
  }

  get recording(): OfCall['recording'] {
    return this.part.recording;
  }

  get log(): OfCall['log'] {
    return this.part.group.log;
  }

  get notices(): OfCall['notices'] {
    return this.part.notices.list;
  }

  get allCompared(): boolean {
    return this.part.group.allCompared;
  }

  get tiles(): OfCall['tiles'] {
    return this.part.tiles;
  }

  get members(): OfCall['members'] {
    return this.part.group.members;
  }

  get knocks(): OfCall['knocks'] {
    return this.part.group.knocks;
  }

  get screenOn(): boolean {
    return this.part.screenOn;
  }

  get notIn(): boolean {
    return this.part.notIn;
  }

  get soundBlocked(): boolean {
    return this.part.soundBlocked;
  }

  get membership(): OfCall['membership'] {
    return this.part.group.membership;
  }

  get connection(): OfCall['connection'] {
    return this.part.connection;
  }

  get relayConnected(): boolean {
    return this.part.relayConnected;
  }

  get strangers(): number {
    return this.part.strangers;
  }

  get alarms(): OfCall['alarms'] {
    return this.part.group.alarms;
  }

  get code(): string | undefined {
    return this.part.group.code;
  }

  get codeIsOld(): boolean {
    return this.part.group.codeIsOld;
  }

  may = (use: Use): boolean => this.part.group.may(use);

  act = (action: HostAct): void => void this.part.act(action);

  say = (saying: Saying): void => {
    this.part.say(saying);
  };

  dismissNotice = (id: number): void => {
    this.part.notices.dismiss(id);
  };

  confirmCode = (): void => {
    const n = this.part.group.codeOf;
    if (n !== undefined) this.toVault({ type: 'compared', n });
  };

  showCode = (): void => {
    this.toVault({ type: 'code' });
  };

  watch = (tile: string, video: HTMLVideoElement): (() => void) => this.part.watch(tile, video);

  turnOnSound = (): Promise<void> => this.part.turnOnSound();

  switchScreen = (on: boolean): Promise<Trouble | undefined> => this.part.switchScreen(on);
}
