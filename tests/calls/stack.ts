/** The whole product on free ports: a real SFU, the relay, the built app; if wanted with somebody in the middle. */

import { join } from 'node:path';
import { freePort } from '../../relay/sfuProcess.ts';
import { startServer, type Server } from '../../relay/server.ts';
import { loadSite } from '../../relay/site.ts';
import { startProxy, startSink, type Proxy, type Sink } from '../attacks/proxy.ts';
import { startOperator, type Operator } from './operator.ts';
import { Person, type CastName, type PersonOptions } from './person.ts';
import { Wire } from './wire.ts';

const SITE = join(import.meta.dirname, '../../.build/site');

/** Browsers that start in one moment. */
const AT_ONCE = 3;

export type Newcomer = CastName | PersonOptions;

const withSmallPicture = (who: Newcomer): PersonOptions => {
  const options = typeof who === 'string' ? { name: who } : who;
  return { small: options.browser !== 'firefox' && options.cameras === undefined, ...options };
};

export interface StackOptions {
  /** The SFU's webhooks do not reach the relay: it throws nobody out. They are kept in `webhooks`. */
  readonly noWebhooks?: boolean;
  /** Nobody is in the middle: browsers speak with relay and SFU themselves, as they do outside of tests. */
  readonly direct?: boolean;
}

export class Stack {
  /** What people type: `http://localhost:PORT`. */
  readonly origin: string;
  readonly sfu: Operator;
  /** Between the browsers (and the SFU's webhooks) and the relay. */
  readonly relayProxy: Proxy;
  /** Between the browsers and the SFU's signalling. */
  readonly sfuProxy: Proxy;
  /** Between the relay and the SFU's API. */
  readonly apiProxy: Proxy;
  /** Webhooks that were kept from the relay. */
  readonly webhooks: readonly string[];
  readonly #sink: Sink;
  readonly #relayPort: number;
  /** Where browsers find the SFU. */
  readonly #sfuUrl: string;
  readonly #people: Person[] = [];
  /** What the relay has told whoever runs it. */
  readonly relayLog: string[] = [];
  #relay: Server | undefined;

  private constructor(
    sfu: Operator,
    { relayProxy, sfuProxy, apiProxy }: Pick<Stack, 'relayProxy' | 'sfuProxy' | 'apiProxy'>,
    sink: Sink,
    relayPort: number,
    direct: boolean,
  ) {
    this.origin = direct ? relayProxy.url.replace(/\d+$/, String(relayPort)) : relayProxy.url;
    this.#sfuUrl = (direct ? sfu : sfuProxy).url.replace('http', 'ws');
    this.sfu = sfu;
    this.relayProxy = relayProxy;
    this.sfuProxy = sfuProxy;
    this.apiProxy = apiProxy;
    this.webhooks = sink.kept;
    this.#sink = sink;
    this.#relayPort = relayPort;
  }

  static async start({ noWebhooks = false, direct = false }: StackOptions = {}): Promise<Stack> {
    const relayPort = await freePort('127.0.0.1');
    const relayProxy = await startProxy(`http://127.0.0.1:${relayPort}`);
    const sink = await startSink();
    const sfu = await startOperator(`${noWebhooks ? sink.url : relayProxy.url}/livekit/webhook`);
    const [sfuProxy, apiProxy] = await Promise.all([startProxy(sfu.url), startProxy(sfu.url)]);
    const stack = new Stack(sfu, { relayProxy, sfuProxy, apiProxy }, sink, relayPort, direct);
    await stack.startRelay();
    return stack;
  }

  /** The relay starts, or starts again with an empty memory on the same port. */
  async startRelay(): Promise<void> {
    const sfuUrl = this.#sfuUrl;
    this.#relay = await startServer({
      host: '127.0.0.1',
      port: this.#relayPort,
      origins: new Map([[this.origin, sfuUrl]]),
      site: await loadSite(SITE, { https: false, sfuUrls: [sfuUrl] }),
      sfu: { ...this.sfu.access, apiUrl: this.apiProxy.url },
      // All people of all stories come from one address.
      limits: { socketsPerMinute: 10_000, socketBurst: 10_000, knocksPerMinute: 10_000 },
      log: (line) => this.relayLog.push(line),
    });
  }

  async stopRelay(): Promise<void> {
    await this.#relay?.close();
    this.#relay = undefined;
  }

  /** Somebody comes, with a browser of their own that closes when the stack stops. */
  async person(who: Newcomer): Promise<Person> {
    const options = typeof who === 'string' ? { name: who } : who;
    const wire = options.wire ? await Wire.lay(this.sfuProxy.url) : undefined;
    const person = await Person.arrive(options, wire);
    this.#people.push(person);
    return person;
  }

  /**
   * Three at a time: browsers take their time to start. With more than two, those who can come with small pictures:
   * all of them are made and looked at on one machine.
   */
  async people<const All extends readonly Newcomer[]>(
    ...all: All
  ): Promise<{ -readonly [At in keyof All]: Person }> {
    const people: Person[] = [];
    const newcomers = all.length > 2 ? all.map(withSmallPicture) : all;
    for (let at = 0; at < all.length; at += AT_ONCE)
      people.push(...(await Promise.all(newcomers.slice(at, at + AT_ONCE).map((who) => this.person(who)))));
    return people as { -readonly [At in keyof All]: Person };
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#people.map((person) => person.goHome()));
    await this.stopRelay();
    await this.sfu.stop();
    const between = [this.relayProxy, this.sfuProxy, this.apiProxy, this.#sink];
    await Promise.all(between.map((server) => server.close()));
  }
}
