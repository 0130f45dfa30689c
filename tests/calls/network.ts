/**
 * One person's way to everywhere, which can be cut: a SOCKS proxy for all that their browser says over TCP, and
 * a post that takes its UDP. While it is cut nothing passes and nothing closes, as in a tunnel under a mountain.
 */

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where a connection goes that was meant for this address. */
export type Route = (wanted: Address) => Address;

/** A connection: the browser's end, and the one to where it wanted to go. */
interface Tunnel {
  readonly near: Socket;
  readonly far: Socket;
}

/** Speaks to the server for one address of the browser. */
interface Speaker {
  readonly socket: UdpSocket;
  /** Where the last answer came from. */
  answering: string | undefined;
}

const LOOPBACK = '127.0.0.1';

export class Network {
  /** TCP port on loopback of its SOCKS proxy (version 5, no password). */
  readonly socksPort: number;
  /** UDP port on loopback: what comes there goes to where the post is aimed, and answers come back from it. */
  readonly postPort: number;
  readonly #socks: Server;
  readonly #post: UdpSocket;
  readonly #tunnels = new Set<Tunnel>();
  /** By address of the browser. */
  readonly #speakers = new Map<string, Speaker>();
  /** What would have happened on the TCP side since the cut, in order. */
  readonly #held: (() => void)[] = [];
  #aimed: Address | undefined;
  #isCut = false;

  private constructor(socks: Server, socksPort: number, post: UdpSocket, route: Route) {
    this.#socks = socks;
    this.socksPort = socksPort;
    this.#post = post;
    this.postPort = post.address().port;
    socks.on('connection', (near) => this.#greet(near, route));
    post.on('message', (datagram, { address, port }) => this.#postUp(datagram, address, port));
  }

  static async start(route: Route): Promise<Network> {
    const socks = createServer();
    const socksPort = await new Promise<number>((resolve, reject) => {
      socks.once('error', reject);
      socks.listen(0, LOOPBACK, () => {
        const address = socks.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const post = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      post.once('error', reject);
      post.bind(0, LOOPBACK, resolve);
    });
    return new Network(socks, socksPort, post, route);
  }

  /** Where the post sends from now on. */
  aimPost(target: Address): void {
    this.#aimed = target;
  }

  /** From now on nothing passes, and neither end is told. */
  cut(): void {
    this.#isCut = true;
  }

  /** Everything passes again. What TCP held back comes first, as it sends anew what was not acknowledged. */
  mend(): void {
    this.#isCut = false;
    for (const happen of this.#held.splice(0)) happen();
  }

  /**
   * Another network, as when somebody walks out of the range of their Wi-Fi: the browser's connections break,
   * their far ends hear nothing any more, and UDP comes from other ports.
   */
  newAddress(): void {
    this.#held.length = 0;
    for (const { near, far } of this.#tunnels) {
      near.removeAllListeners('data').destroy();
      far.removeAllListeners('data').resume();
    }
    this.#forgetSpeakers();
  }

  async close(): Promise<void> {
    for (const { near, far } of this.#tunnels) {
      near.destroy();
      far.destroy();
    }
    this.#forgetSpeakers();
    this.#post.close();
    await new Promise((resolve) => this.#socks.close(resolve));
  }

  // ── TCP ──

  /** Once the network is whole. */
  #pass(happen: () => void): void {
    if (this.#isCut) this.#held.push(happen);
    else happen();
  }

  /** SOCKS 5 (RFC 1928): greeting, request for an address, and from there on the bytes as they come. */
  #greet(near: Socket, route: Route): void {
    let heard = Buffer.alloc(0);
    let greeted = false;
    near.on('error', () => near.destroy());
    const listen = (bytes: Buffer): void => this.#pass(() => take(bytes));
    const take = (bytes: Buffer): void => {
      heard = Buffer.concat([heard, bytes]);
      if (!greeted) {
        const length = 2 + (heard[1] ?? Infinity);
        if (heard.length < length) return;
        greeted = true;
        heard = heard.subarray(length);
        near.write(Buffer.from([5, 0]));
      }
      const wanted = addressIn(heard);
      if (wanted === undefined) return;
      near.removeListener('data', listen).pause();
      this.#open(near, route(wanted));
    };
    near.on('data', listen);
  }

  #open(near: Socket, { host, port }: Address): void {
    const far = connect({ host: host === 'localhost' ? LOOPBACK : host, port });
    const tunnel: Tunnel = { near, far };
    this.#tunnels.add(tunnel);
    let open = false;
    far.on('connect', () =>
      this.#pass(() => {
        open = true;
        near.write(ANSWER.granted);
        near.resume();
      }),
    );
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.setNoDelay(true);
      end.on('data', (bytes: Buffer) => this.#pass(() => void (other.writable && other.write(bytes))));
      end.on('error', () => end.destroy());
    }
    near.pause();
    near.on('close', () => this.#pass(() => far.destroy()));
    far.on('close', () =>
      this.#pass(() => {
        this.#tunnels.delete(tunnel);
        if (!open && near.writable) near.write(ANSWER.refused);
        near.end();
      }),
    );
  }

  // ── UDP ──

  /**
   * An SFU on loopback has a socket on each address of the machine, gives all of them out as loopback, and listens
   * for a browser on one. So what asks for a connection (STUN) goes to all; the rest to the one that answered.
   */
  #postUp(datagram: Buffer, address: string, port: number): void {
    if (this.#isCut || this.#aimed === undefined) return;
    const { socket, answering } = this.#speakerFor(address, port);
    const { host } = this.#aimed;
    const all = host === LOOPBACK ? [host, ...ownAddresses()] : [host];
    for (const to of isStun(datagram) ? all : [answering ?? host])
      socket.send(datagram, this.#aimed.port, to);
  }

  #speakerFor(address: string, port: number): Speaker {
    const from = `${address} ${port}`;
    const known = this.#speakers.get(from);
    if (known) return known;
    const speaker: Speaker = { socket: createSocket('udp4'), answering: undefined };
    speaker.socket.on('message', (answer, sender) => {
      speaker.answering = sender.address;
      if (!this.#isCut) this.#post.send(answer, port, address);
    });
    this.#speakers.set(from, speaker);
    return speaker;
  }

  #forgetSpeakers(): void {
    for (const { socket } of this.#speakers.values()) socket.close();
    this.#speakers.clear();
  }
}

/** IPv4 addresses of this machine but loopback. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
}

/** By the first byte, where STUN, DTLS and RTP share a port (RFC 7983). */
const isStun = (datagram: Buffer): boolean => (datagram[0] ?? Infinity) <= 3;

const ANSWER = {
  granted: Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
  refused: Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]),
} as const;

/** The address in a SOCKS request, a name or IPv4; undefined while it is not whole. */
function addressIn(request: Buffer): Address | undefined {
  const NAME = 3;
  const isName = request[3] === NAME;
  const from = isName ? 5 : 4;
  const end = from + (isName ? (request[4] ?? Infinity) : 4);
  if (request.length < end + 2) return undefined;
  const host = request.subarray(from, end);
  return { host: isName ? host.toString() : host.join('.'), port: request.readUInt16BE(end) };
}
