/**
 * livekit-client without those of its parts that no Conclave page has a use for, though nothing in its code says so:
 * webrtc-adapter, which rewrites the WebRTC of browsers older than encoded transforms; its own encryption, in the place
 * of which it is given ours; the AudioContext for sound that is mixed or processed there, which none is, but which
 * keeps a device busy for as long as a call lasts (`npm run bench -- processor` shows it); and data tracks, data streams
 * and remote calls, which would take, and answer, what an SFU sends that nobody sealed.
 */

import type { Plugin } from 'vite';

/** What stands for a part that is told much, and asked only, when a connection is mended, for what it has published: nothing. */
const UNUSED = `const UNUSED = new Proxy({}, { get: (_, asked) => () => (asked === 'queryPublished' ? [] : UNUSED) });
`;

/** Where a part hangs on the rest, and what stands there instead: nothing else holds it, so that all of it goes. */
const CUTS: readonly { readonly part: string; readonly held: RegExp; readonly instead: string }[] = [
  { part: 'webrtc-adapter', held: /^adapterFactory\(\{\s*window: [^}]*\}\);/gm, instead: '' },
  {
    part: 'its own encryption',
    held: /this\.e2eeManager = new E2EEManager\(e2eeOptions, dcEncryptionEnabled\);/g,
    instead: `throw new Error('no encryption of its own');`,
  },
  {
    part: 'its own encryption',
    held: /^E2EEManager\.disposeRegistry = .*\bnew FinalizationRegistry\(cleanup => \{\s*cleanup\(\);\s*\}\);/gm,
    instead: '',
  },
  {
    part: 'its AudioContext',
    held: /^ *this\.acquireAudioContext\(true\)\.catch\(error => this\.log\.warn\([^;]*\);$/gm,
    instead: '',
  },
  ...[
    ...['IncomingDataTrackManager', 'OutgoingDataTrackManager', 'IncomingDataStreamManager'],
    ...['OutgoingDataStreamManager', 'RpcClientManager', 'RpcServerManager'],
  ].map((manager) => ({
    part: `an ${manager}`,
    held: new RegExp(`^( *this\\.\\w+ = )new ${manager}\\([^;]*?(\\{[^}]*\\})?\\);`, 'gm'),
    instead: '$1UNUSED;',
  })),
  { part: 'its first line', held: /^/g, instead: UNUSED },
];

/** The code of livekit-client without these parts; throws when one of them is held in another way than it was. */
export function slimLivekit(code: string): string {
  return CUTS.reduce((rest, { part, held, instead }) => {
    if (rest.match(held)?.length !== 1)
      throw new Error(`livekit-client holds ${part} in another way than before`);
    return rest.replace(held, instead);
  }, code);
}

/**
 * Takes them out of the app whose folder is `app`: other pages that are built here may have use for them. An app without
 * the file they are in is not built.
 */
export function livekitAsUsed(app: string): Plugin {
  let cut = false;
  return {
    name: 'livekit-as-used',
    apply: ({ root }, { command }) => command === 'build' && root === app,
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('livekit-client.esm.mjs')) return undefined;
      cut = true;
      return { code: slimLivekit(code), map: null };
    },
    buildEnd(error) {
      if (!error && !cut) this.error('livekit-client is in another file than before');
    },
  };
}
