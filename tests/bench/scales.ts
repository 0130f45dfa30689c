/** Between browsers and the relay: passes everything on and weighs what goes down. */

import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listening } from '../attacks/proxy.ts';

/** One answer of the relay. */
export interface Weighed {
  readonly path: string;
  /** `br`, `gzip`, or empty for a body as it is. */
  readonly encoding: string;
  /** Bytes of the body as it went over the wire. */
  readonly body: number;
  /** Bytes of status line and headers as HTTP/1.1 writes them. */
  readonly head: number;
  /** When it was asked for, in milliseconds since 1970. */
  readonly asked: number;
}

export interface Scales {
  /** `http://localhost:PORT`. */
  readonly url: string;
  /** All answers so far, in the order in which they were asked for. */
  weighed(): readonly Weighed[];
  /** Bytes that the relay's WebSockets have sent down. */
  sockets(): number;
  /** Where to pass everything on to, on 127.0.0.1. */
  aim(port: number): void;
  close(): Promise<void>;
}

export async function startScales(): Promise<Scales> {
  const pan: Weighed[] = [];
  let socketBytes = 0;
  let aimed = 0;

  const pass = (incoming: IncomingMessage, answer: ServerResponse): void => {
    const asked = Date.now();
    const { method, url: path = '/', headers } = incoming;
    const onward = httpRequest({ host: '127.0.0.1', port: aimed, method, path, headers }, (upstream) => {
      const { statusCode = 502, statusMessage = '', rawHeaders } = upstream;
      // In pairs: each costs ": " and a line's end, as the status line and the empty line at the end do.
      const head =
        `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`.length +
        rawHeaders.join('').length +
        rawHeaders.length * 2 +
        2;
      let body = 0;
      upstream.on('data', (bytes: Buffer) => (body += bytes.length));
      upstream.on('end', () => {
        pan.push({ path, encoding: upstream.headers['content-encoding'] ?? '', body, head, asked });
      });
      answer.writeHead(statusCode, rawHeaders);
      upstream.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  };

  const server = createServer(pass);
  const open = new Set<Socket>();
  server.on('upgrade', (incoming, page: Socket, first: Buffer) => {
    const onward = connect(aimed, '127.0.0.1');
    for (const socket of [page, onward]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    const { rawHeaders } = incoming;
    const lines = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : [],
    );
    onward.write(`GET ${incoming.url ?? '/'} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onward.write(first);
    onward.on('data', (bytes: Buffer) => (socketBytes += bytes.length));
    page.pipe(onward).pipe(page);
  });
  const port = await listening(server);
  return {
    url: `http://localhost:${port}`,
    weighed: () => pan.toSorted((a, b) => a.asked - b.asked),
    sockets: () => socketBytes,
    aim: (to) => (aimed = to),
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
