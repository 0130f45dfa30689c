/**
 * The network of one person: all that their browser sends to relay and SFU, and all that comes back, runs through
 * it. Pages, WebSockets and signalling go by a SOCKS proxy; for sound and picture the SFU's signalling is
 * edited on its way, so that the browser knows one address only, that of a post which hands UDP on.
 */

import { SignalRequest, SignalResponse } from '@livekit/protocol';
import { startProxy, type Message, type Proxy } from '../attacks/proxy.ts';
import { Network, type Address } from './network.ts';

export class Wire {
  readonly #network: Network;
  readonly #signalling: Proxy;

  private constructor(network: Network, signalling: Proxy) {
    this.#network = network;
    this.#signalling = signalling;
  }

  /** A whole wire; `sfu` is where browsers find the SFU's signalling, `http://HOST:PORT`. */
  static async lay(sfu: string): Promise<Wire> {
    const signalling = await startProxy(sfu);
    const [meant, goes] = [portOf(sfu), portOf(signalling.url)];
    const network = await Network.start((wanted) =>
      wanted.port === meant ? { ...wanted, port: goes } : wanted,
    );
    signalling.edit((message, direction) =>
      direction === 'down' ? throughPost(message, network) : withoutOwnAddress(message),
    );
    return new Wire(network, signalling);
  }

  /** For the browser: TCP port on loopback of the SOCKS proxy that it must use for everything. */
  get socksPort(): number {
    return this.#network.socksPort;
  }

  /** From now on nothing passes and nothing closes: what is sent over UDP is lost, over TCP held back. */
  cut(): void {
    this.#network.cut();
  }

  /** Everything passes again. */
  mend(): void {
    this.#network.mend();
  }

  /** Another network: connections break at the browser's end, the far ends are left in silence. */
  newAddress(): void {
    this.#network.newAddress();
  }

  async close(): Promise<void> {
    await Promise.all([this.#network.close(), this.#signalling.close()]);
  }
}

const portOf = (url: string): number => Number(new URL(url).port);

/** What the SFU says, with the post in place of its UDP addresses and without any others. */
function throughPost(bytes: Message, network: Network): readonly Message[] {
  if (typeof bytes === 'string') return [bytes];
  const response = SignalResponse.fromBinary(bytes);
  const { message } = response;
  const redirect = (line: string): string | undefined => {
    const candidate = readCandidate(line);
    if (candidate === undefined) return undefined;
    network.aimPost(candidate);
    return candidate.withAddress({ host: '127.0.0.1', port: network.postPort });
  };
  if (message.case === 'trickle') {
    const changed = editCandidate(message.value.candidateInit, redirect);
    if (changed === undefined) return [];
    message.value.candidateInit = changed;
  } else if (message.case === 'offer' || message.case === 'answer') {
    message.value.sdp = editSdp(message.value.sdp, redirect);
  } else return [bytes];
  return [Buffer.from(response.toBinary())];
}

/**
 * What the page says, without the browser's own addresses: the SFU could send there past the wire. It learns the
 * wire's from what comes, as it does of anybody behind a router.
 */
function withoutOwnAddress(bytes: Message): readonly Message[] {
  if (typeof bytes === 'string') return [bytes];
  const request = SignalRequest.fromBinary(bytes);
  const { message } = request;
  const none = (): undefined => undefined;
  if (message.case === 'trickle') {
    return editCandidate(message.value.candidateInit, none) === undefined ? [] : [bytes];
  }
  if (message.case === 'offer' || message.case === 'answer') {
    message.value.sdp = editSdp(message.value.sdp, none);
  } else if (message.case === 'syncState') {
    for (const side of [message.value.offer, message.value.answer]) {
      if (side) side.sdp = editSdp(side.sdp, none);
    }
  } else return [bytes];
  return [Buffer.from(request.toBinary())];
}

type EditLine = (line: string) => string | undefined;

/** Every candidate in a session description through `edit`; undefined drops it. */
function editSdp(sdp: string, edit: EditLine): string {
  return sdp
    .split('\r\n')
    .flatMap((line) => (line.startsWith('a=candidate:') ? (edit(line) ?? []) : line))
    .join('\r\n');
}

/** An RTCIceCandidateInit in JSON through `edit`; the one that says "no more" stays. */
function editCandidate(json: string, edit: EditLine): string | undefined {
  const init: unknown = JSON.parse(json);
  if (typeof init !== 'object' || init === null || !('candidate' in init)) return json;
  if (typeof init.candidate !== 'string' || init.candidate === '') return json;
  const candidate = edit(init.candidate);
  return candidate === undefined ? undefined : JSON.stringify({ ...init, candidate });
}

interface Candidate extends Address {
  withAddress(address: Address): string;
}

/** Address of a candidate (RFC 8839 §5.1) that is UDP over IPv4; undefined for any other. */
function readCandidate(line: string): Candidate | undefined {
  const words = line.split(' ');
  const [foundation, component, transport = '', priority, host = '', port, ...rest] = words;
  if (transport.toLowerCase() !== 'udp' || !/^\d+(\.\d+){3}$/.test(host)) return undefined;
  return {
    host,
    port: Number(port),
    withAddress: (to) => [foundation, component, transport, priority, to.host, to.port, ...rest].join(' '),
  };
}
