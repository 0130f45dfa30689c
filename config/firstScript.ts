/** `theme.ts` as a script of its own: whatever is a module waits until all of the page is read, and is too late. */

import { join } from 'node:path';
import { build, type Plugin } from 'vite';

const NAME = 'theme';

/** The code of the script, which needs nothing else, of the app whose folder is `app`. */
export async function firstScript(app: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(app, `${NAME}.ts`), formats: ['iife'], name: NAME },
      modulePreload: false,
    },
  });
  const [first] = [built].flat();
  const [script, ...others] = first && 'output' in first ? first.output : [];
  if (script?.type !== 'chunk' || others.length > 0) throw new Error(`${NAME}.ts is not one script`);
  return script.code;
}

/** Serves it to the app whose folder is `app`, at `/theme.js`. */
export function firstScriptAsServed(app: string): Plugin {
  return {
    name: 'first-script-as-served',
    apply: ({ root }) => root === app,
    async buildStart() {
      if (this.environment.mode !== 'build') return;
      this.emitFile({ type: 'asset', fileName: `${NAME}.js`, source: await firstScript(app) });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${NAME}.js`, (_request, response, next) => {
        firstScript(app).then((code) => {
          response.setHeader('Content-Type', 'text/javascript').end(code);
        }, next);
      });
    },
  };
}
