/**
 * A real LiveKit SFU whose operator is the test: it has the SFU's secret, reads its log at debug level, and
 * decides where its webhooks go.
 */

import { AccessToken, RoomServiceClient, type ParticipantInfo, type VideoGrant } from 'livekit-server-sdk';
import { startSfu, type SfuProcess, type SfuProcessOptions } from '../../relay/sfuProcess.ts';
import type { SfuAccess } from '../../relay/tokens.ts';
import { sfuBinary } from './sfuBinary.ts';

export interface Operator {
  /** `http://127.0.0.1:PORT`: its API, and its signalling over WebSocket. */
  readonly url: string;
  readonly access: SfuAccess;
  readonly api: RoomServiceClient;
  /** All that the SFU has logged, at debug level. */
  log(): string;
  /** Names of the rooms that exist now. */
  rooms(): Promise<readonly string[]>;
  /** Everyone in every room, hidden ones too, as its API tells. */
  participants(): Promise<readonly ParticipantInfo[]>;
  /** A token as only the operator can make: joins the room and may do everything there; `grant` says otherwise. */
  token(identity: string, room: string, grant?: VideoGrant): Promise<string>;
  stop(): Promise<void>;
  /** After `stop`: starts it again where it was, with the same secret and an empty memory. */
  startAgain(): Promise<void>;
}

/** Starts it. Its webhooks go to `webhook`; by default to the discard port, where nobody is. */
export async function startOperator(webhook = 'http://127.0.0.1:9/'): Promise<Operator> {
  const log: string[] = [];
  const options: SfuProcessOptions = {
    binary: await sfuBinary(),
    host: '127.0.0.1',
    webhook,
    log: { level: 'debug', write: (text) => log.push(text) },
    onDeath: (lastWords) => log.push(`DEAD: ${lastWords}`),
  };
  let sfu: SfuProcess = await startSfu(options);
  const { apiUrl, apiKey, apiSecret } = sfu.access;
  const api = new RoomServiceClient(apiUrl, apiKey, apiSecret);
  const rooms = async () => (await api.listRooms()).map(({ name }) => name);
  return {
    url: apiUrl,
    access: sfu.access,
    api,
    log: () => log.join(''),
    rooms,
    async participants() {
      return (await Promise.all((await rooms()).map((room) => api.listParticipants(room)))).flat();
    },
    async token(identity, room, grant = {}) {
      const token = new AccessToken(apiKey, apiSecret, { identity, ttl: 3600 });
      token.addGrant({
        roomJoin: true,
        room,
        canPublish: true,
        canSubscribe: true,
        canPublishData: true,
        ...grant,
      });
      return token.toJwt();
    },
    stop: () => sfu.close(),
    async startAgain() {
      sfu = await startSfu({ ...options, inPlaceOf: sfu });
    },
  };
}
