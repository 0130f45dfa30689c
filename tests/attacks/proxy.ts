/**
 * A server in the middle: passes HTTP and WebSockets on, writes everything down, and lets an attacker edit,
 * drop or add messages in either direction, and swallow requests.
 */

import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

export type Direction = 'up' | 'down';

/** Text stays text and bytes bytes. */
export type Message = string | Buffer;

export interface Recorded {
  readonly direction: Direction;
  /** Which of the WebSockets through this proxy, from 0; −1 for HTTP. */
  readonly socket: number;
  /** As the sender sent it, before any edit. The first of every WebSocket is the path it was opened with. */
  readonly message: Message;
}

/** One WebSocket through the proxy. */
export interface Line {
  readonly number: number;
  /** Path and query it was opened with. */
  readonly path: string;
  /** Sends a made-up message: `down` to the page, `up` to the server. */
  add(direction: Direction, message: Message): void;
  /** Cuts the line at both ends. */
  cut(): void;
}

/** What goes on in place of a message: nothing, one or several. */
export type Edit = (message: Message, direction: Direction, line: Line) => readonly Message[];

/** Whether a request is answered by "200 OK" and an empty JSON object, and nobody else ever hears of it. */
export type Swallow = (method: string, path: string) => boolean;

export interface Proxy {
  /** `http://localhost:PORT`. */
  readonly url: string;
  readonly recorded: readonly Recorded[];
  /** Lines that are open now. */
  readonly lines: ReadonlySet<Line>;
  /** From now on messages pass through this; at first they pass as they are. */
  edit(edit: Edit): void;
  /** From now on HTTP requests for which this holds get no further; at first all do. */
  swallow(which: Swallow): void;
  /** Where requests go from now on, `http://HOST:PORT`. */
  aim(target: string): void;
  close(): Promise<void>;
}

/** A proxy before the server at `target` (`http://HOST:PORT`), which may come later. */
export async function startProxy(target: string): Promise<Proxy> {
  let aimed = new URL(target);
  const recorded: Recorded[] = [];
  const lines = new Set<Line>();
  let edit: Edit = (message) => [message];
  let swallow: Swallow = () => false;
  let opened = 0;

  const server = createServer((incoming, answer) => {
    const { method = '', url = '/' } = incoming;
    forward(swallow(method, url) ? undefined : aimed, incoming, answer, (direction, message) =>
      recorded.push({ direction, socket: -1, message }),
    );
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, autoPong: false });

  sockets.on('connection', (page, { url: path = '/', headers }) => {
    const { origin, 'user-agent': agent } = headers;
    const upstream = new WebSocket(new URL(path, aimed.href.replace('http', 'ws')), {
      headers: { ...(origin && { origin }), ...(agent && { 'user-agent': agent }) },
      perMessageDeflate: false,
      autoPong: false,
    });
    const ends = { up: upstream, down: page };
    const early: Message[] = [];
    const line: Line = {
      number: opened++,
      path,
      add(direction, message) {
        if (direction === 'up' && upstream.readyState === WebSocket.CONNECTING) early.push(message);
        else if (ends[direction].readyState === WebSocket.OPEN) ends[direction].send(message);
      },
      cut() {
        page.terminate();
        upstream.terminate();
      },
    };
    lines.add(line);
    recorded.push({ direction: 'up', socket: line.number, message: path });
    const pass = (direction: Direction) => (data: RawData, binary: boolean) => {
      const message = whole(data, binary);
      recorded.push({ direction, socket: line.number, message });
      for (const edited of edit(message, direction, line)) line.add(direction, edited);
    };
    page.on('message', pass('up'));
    upstream.on('message', pass('down'));
    upstream.on('open', () => early.splice(0).forEach((message) => upstream.send(message)));
    for (const [end, other] of [
      [page, upstream],
      [upstream, page],
    ] as const) {
      // Pings are answered by the far end alone: else nobody would notice a dead one.
      end.on('ping', (data) => void (other.readyState === WebSocket.OPEN && other.ping(data)));
      end.on('pong', (data) => void (other.readyState === WebSocket.OPEN && other.pong(data)));
      end.on('error', () => other.terminate());
      end.on('close', (code, reason) => {
        lines.delete(line);
        // 1005 and 1006 stand for "no code" and may not be sent.
        if (code === 1005 || code === 1006) other.close();
        else other.close(code, reason);
      });
    }
  });

  const port = await listening(server);
  return {
    url: `http://localhost:${port}`,
    recorded,
    lines,
    edit: (next) => (edit = next),
    swallow: (which) => (swallow = which),
    aim: (next) => (aimed = new URL(next)),
    close: () => {
      for (const line of lines) line.cut();
      sockets.close();
      return closing(server);
    },
  };
}

/** A server that answers everything with "200 OK", does nothing, and keeps what it was sent. */
export interface Sink {
  readonly url: string;
  readonly kept: readonly string[];
  close(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const kept: string[] = [];
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (bytes: Buffer) => parts.push(bytes));
    request.on('end', () => {
      kept.push(`${request.url ?? ''} ${JSON.stringify(request.headers)}`, Buffer.concat(parts).toString());
      answer.end();
    });
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}`, kept, close: () => closing(server) };
}

/** Closes a server together with the connections it has. */
export function closing(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Starts listening on a free port of 127.0.0.1 and gives its number. */
export function listening(server: HttpServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('no port'));
    });
  });
}

function whole(data: RawData, binary: boolean): Message {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
  return binary ? bytes : bytes.toString();
}

/** Without a target the request is swallowed. */
function forward(
  target: URL | undefined,
  incoming: IncomingMessage,
  answer: ServerResponse,
  record: (direction: Direction, message: Message) => void,
): void {
  const { method, url = '/', headers } = incoming;
  record('up', `${method ?? ''} ${url} ${JSON.stringify(headers)}`);
  incoming.on('data', (bytes: Buffer) => record('up', bytes));
  if (target === undefined) {
    answer.setHeader('Content-Type', 'application/json');
    answer.end('{}');
    return;
  }
  const onward = httpRequest(new URL(url, target), { method, headers }, (upstream) => {
    answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
    upstream.pipe(answer);
  });
  onward.on('error', () => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.end();
  });
  incoming.pipe(onward);
}
