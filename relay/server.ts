/**
 * The only door to uWebSockets.js: one port for the app, the relay's WebSocket (`/relay`), the SFU's webhooks
 * (`/livekit/webhook`) and `/healthz`. It turns sockets into events for `rooms.ts`, and deliveries into messages
 * and calls of the SFU. Logs nothing about who is on the line.
 */

import { randomBytes, randomInt } from 'node:crypto';
import {
  App,
  us_listen_socket_close,
  us_socket_local_port,
  type HttpRequest,
  type HttpResponse,
  type TemplatedApp,
  type us_listen_socket,
  type WebSocket,
} from 'uWebSockets.js';
import { LIMITS, Places, type Limits, type Place } from './limits.ts';
import { Problem } from './problem.ts';
import type { Connection, Delivery, RoomEvent } from './room.ts';
import { Ratings } from './ratings.ts';
import { Rooms } from './rooms.ts';
import type { Answer, Site } from './site.ts';
import { joinToken, readWebhook, sfuApi, sfuRoomOf, type SfuAccess } from './tokens.ts';
import { decodeRatingPost, decodeToRelay, encode, MESSAGE_BYTES, type FromRelay } from './wire.ts';

declare module 'uWebSockets.js' {
  interface TemplatedApp {
    /** What the add-on takes and its types lack: host, port and options together. */
    listen(
      host: string,
      port: number,
      options: typeof EXCLUSIVE_PORT,
      done: (socket: us_listen_socket | false) => void,
    ): TemplatedApp;
  }
}

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Origins whose pages may connect, each with the SFU's `ws(s)://` address for them. */
  readonly origins: ReadonlyMap<string, string>;
  readonly site: Site;
  readonly sfu: SfuAccess;
  readonly limits?: Partial<Limits>;
  /** How many may be in one meeting; `MAX_PARTICIPANTS` by default. */
  readonly maxParticipants?: number;
  /** Header in which a proxy of ours, the only one who can reach us, tells the browser's address last. */
  readonly proxyHeader?: string;
  /** Takes a line for whoever runs the relay. */
  readonly log: (line: string) => void;
}

export interface Server {
  readonly port: number;
  /** Tells everyone, closes all sockets. */
  close(): Promise<void>;
}

interface Line {
  readonly connection: Connection;
  readonly origin: string;
  readonly sfuUrl: string;
  readonly place: Place;
}

/** How many may be in one meeting, unless whoever runs the relay says otherwise. */
export const MAX_PARTICIPANTS = 50;
const WEBHOOK_BYTES = 64 * 1024;
const WEBHOOK_MS = 10_000;
/** What may wait in memory for a slow reader: for one who reads what others write, as the leader does, more. */
const BACKPRESSURE_BYTES = 64 * 1024;
const LEADER_BACKPRESSURE_BYTES = 1024 * 1024;
const IDLE_SECONDS = 32;
/** Time for the last messages to leave before the sockets are torn down. */
const FAREWELL_MS = 100;

export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, origins, site, sfu, proxyHeader, log, maxParticipants = MAX_PARTICIPANTS } = options;
  const limits: Limits = { ...LIMITS, ...options.limits };
  const places = new Places(limits, () => randomBytes(32), Date.now());
  const rooms = new Rooms({
    limits,
    places,
    maxParticipants,
    sfuRoomOf: (room, move) => sfuRoomOf(sfu.apiSecret, room, move),
    random: (below) => randomInt(below),
  });
  const api = sfuApi(sfu, maxParticipants);
  const ratings = new Ratings(limits);
  const lines = new Map<Connection, WebSocket<Line>>();
  let connections = 0;

  const happen = (event: RoomEvent): void => {
    for (const delivery of rooms.step(event, Date.now())) deliver(delivery);
  };

  const send = (to: Connection, message: FromRelay): void => {
    const socket = lines.get(to);
    if (socket === undefined) return;
    const fromOthers = message.type === 'envelopeFrom' || message.type === 'waiting';
    if (!fromOthers && socket.getBufferedAmount() > BACKPRESSURE_BYTES) socket.close();
    else socket.send(encode(message));
  };

  /** Something with the SFU that takes its time; `failed` when it does not work. */
  const ask = (work: () => Promise<void>, failed?: RoomEvent): void => {
    work().catch(() => {
      log('The SFU did not do what the relay asked of it.');
      if (failed) happen(failed);
    });
  };

  const deliver = (delivery: Delivery): void => {
    switch (delivery.do) {
      case 'send':
        return send(delivery.to, delivery.message);
      case 'close':
        lines.get(delivery.to)?.end(1000);
        return;
      case 'openSfuRoom': {
        const { sfuRoom } = delivery;
        const open = async (): Promise<void> => {
          await api.openRoom(sfuRoom);
          happen({ type: 'sfuRoomOpened', sfuRoom });
        };
        return ask(open, { type: 'sfuRoomNotOpened', sfuRoom });
      }
      case 'issueToken': {
        const { to, sfuRoom, move, participant, sources, last } = delivery;
        const url = lines.get(to)?.getUserData().sfuUrl;
        if (url === undefined) return;
        const issue = async (): Promise<void> => {
          // The SFU closes a room that stood empty for a while: whoever is let in has it made again. Most often it is
          // there, so the token does not wait for that; whom the SFU turns away meanwhile tries a second time.
          await Promise.all([
            api.openRoom(sfuRoom),
            joinToken(sfu, sfuRoom, participant, sources).then((token) => {
              send(to, { type: 'token', url, token, move });
            }),
          ]);
          if (last) lines.get(to)?.end(1000);
        };
        return ask(issue, { type: 'tokenNotIssued', from: to });
      }
      case 'removeFromSfu': {
        const { sfuRoom, participant } = delivery;
        return ask(() => api.remove(sfuRoom, participant), { type: 'notEnforced', sfuRoom });
      }
      case 'permit': {
        const { sfuRoom, participant, sources } = delivery;
        return ask(() => api.permit(sfuRoom, participant, sources), { type: 'notEnforced', sfuRoom });
      }
      case 'listSfuRoom': {
        const { sfuRoom } = delivery;
        const list = async (): Promise<void> => {
          const participants = await api.participants(sfuRoom);
          happen({ type: 'present', sfuRoom, participants });
        };
        return ask(list);
      }
      case 'deleteSfuRoom': {
        const { sfuRoom } = delivery;
        const remove = async (): Promise<void> => {
          await api.deleteRoom(sfuRoom);
          happen({ type: 'sfuRoomDeleted', sfuRoom });
        };
        return ask(remove, { type: 'sfuRoomNotDeleted', sfuRoom });
      }
      default:
        delivery satisfies never;
    }
  };

  const addressOf = (res: HttpResponse, req: HttpRequest): string => {
    const told = proxyHeader === undefined ? '' : req.getHeader(proxyHeader.toLowerCase());
    return told === ''
      ? Buffer.from(res.getRemoteAddressAsText()).toString()
      : (told.split(',').at(-1) ?? '');
  };

  const app = App();

  app.ws<Line>('/relay', {
    maxPayloadLength: MESSAGE_BYTES,
    maxBackpressure: LEADER_BACKPRESSURE_BYTES,
    closeOnBackpressureLimit: true,
    idleTimeout: IDLE_SECONDS,
    sendPingsAutomatically: true,

    upgrade(res, req, context) {
      const origin = req.getHeader('origin');
      const sfuUrl = origins.get(origin);
      if (sfuUrl === undefined) return answer(res, site.plain('403 Forbidden', 'Not from this page.\n'));
      const place = places.placeOf(addressOf(res, req), Date.now());
      if (!places.enter(place, Date.now())) {
        return answer(res, site.plain('429 Too Many Requests', 'Too many connections. Wait a minute.\n'));
      }
      const line: Line = { connection: ++connections as Connection, origin, sfuUrl, place };
      res.upgrade(
        line,
        req.getHeader('sec-websocket-key'),
        req.getHeader('sec-websocket-protocol'),
        req.getHeader('sec-websocket-extensions'),
        context,
      );
    },
    open(socket) {
      const { connection, origin, sfuUrl: sfu, place } = socket.getUserData();
      lines.set(connection, socket);
      const nonce = Uint8Array.from(randomBytes(32));
      happen({ type: 'connected', from: connection, origin, sfu, nonce, place });
    },
    message(socket, bytes, isBinary) {
      const { connection: from } = socket.getUserData();
      const message = isBinary ? undefined : decodeToRelay(Buffer.from(bytes).toString('utf8'));
      happen(message ? { type: 'said', from, message } : { type: 'garbled', from });
    },
    close(socket) {
      const { connection: from, place } = socket.getUserData();
      lines.delete(from);
      places.left(place);
      happen({ type: 'disconnected', from });
    },
  });

  app.post('/livekit/webhook', (res, req) => {
    const authorization = req.getHeader('authorization');
    readBody(res, async (body) => {
      const news = await readWebhook(sfu, body, authorization);
      if (news === undefined) return site.plain('401 Unauthorized', 'Not signed by our SFU.\n');
      const { type } = news;
      if (type === 'joined') happen({ type: 'joined', sfuRoom: news.sfuRoom, who: news.who });
      if (type === 'finished') happen({ type: 'sfuRoomFinished', sfuRoom: news.sfuRoom });
      return site.plain('200 OK', '');
    });
  });

  app.post('/rating', (res, req) => {
    if (!origins.has(req.getHeader('origin'))) return answer(res, site.plain('403 Forbidden', ''));
    const now = Date.now();
    if (!places.rate(places.placeOf(addressOf(res, req), now), now))
      return answer(res, site.plain('429 Too Many Requests', ''));
    readBody(res, (body) => {
      const post = decodeRatingPost(body);
      if (!post) return Promise.resolve(site.plain('400 Bad Request', ''));
      const kept = ratings.take(post, Date.now());
      return Promise.resolve(
        kept ? site.plain('200 OK', JSON.stringify(kept)) : site.plain('503 Service Unavailable', ''),
      );
    });
  });

  const readBody = (res: HttpResponse, use: (body: string) => Promise<Answer>): void => {
    const parts: Buffer[] = [];
    let bytes = 0;
    let over = false;
    const finish = (respond?: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(deadline);
      respond?.();
    };
    const deadline = setTimeout(() => finish(() => res.close()), WEBHOOK_MS);
    res.onAborted(() => finish());
    res.onData((chunk, isLast) => {
      bytes += chunk.byteLength;
      if (bytes > WEBHOOK_BYTES) return finish(() => answer(res, site.plain('413 Content Too Large', '')));
      // The chunk's memory is taken back when this returns.
      parts.push(Buffer.from(Buffer.from(chunk)));
      if (!isLast || over) return;
      use(Buffer.concat(parts).toString('utf8')).then(
        (said) => finish(() => answer(res, said)),
        () => finish(() => answer(res, site.plain('500 Internal Server Error', ''))),
      );
    });
  };

  app.get('/healthz', (res) => answer(res, site.plain('200 OK', 'ok\n')));

  app.any('/*', (res, req) => {
    const method = req.getMethod();
    if (method !== 'get' && method !== 'head') return answer(res, site.plain('405 Method Not Allowed', ''));
    answer(res, site.get(req.getUrl(), req.getHeader('accept-encoding')), method === 'head');
  });

  const listening = await listen(app, host, options.port);
  const port = us_socket_local_port(listening);
  const ticking = setInterval(() => {
    happen({ type: 'tick' });
    const line = ratings.tick(Date.now());
    if (line !== undefined) log(line);
  }, 1000);

  return {
    port,
    async close() {
      clearInterval(ticking);
      us_listen_socket_close(listening);
      for (const socket of [...lines.values()]) {
        socket.send(encode({ type: 'refused', reason: 'shuttingDown' }));
        socket.end(1001);
      }
      await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
      app.close();
    },
  };
}

function answer(res: HttpResponse, { status, headers, body }: Answer, headOnly = false): void {
  res.cork(() => {
    res.writeStatus(status);
    for (const [name, value] of headers) res.writeHeader(name, value);
    // With the length as its argument `endWithoutBody` waits for a body, and the add-on ends the process.
    if (headOnly) res.writeHeader('Content-Length', String(Buffer.byteLength(body))).endWithoutBody();
    else res.end(body);
  });
}

/** LIBUS_LISTEN_EXCLUSIVE_PORT: without it two relays would share one port unnoticed. */
const EXCLUSIVE_PORT = 1;

function listen(app: TemplatedApp, host: string, port: number): Promise<us_listen_socket> {
  return new Promise((resolve, reject) => {
    app.listen(host, port, EXCLUSIVE_PORT, (socket) => {
      if (socket) resolve(socket);
      else reject(portTaken(host, port));
    });
  });
}

export function portTaken(host: string, port: number): Problem {
  return new Problem(
    `Port ${port} of ${host} is taken, or may not be used. Stop what listens there, or choose another port: PORT=${port + 1} npm start`,
  );
}
