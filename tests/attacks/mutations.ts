/**
 * One protection taken out a row: `npm run bite` puts `replace` in the place of `find` in a copy of the tree, and
 * expects the tests of that attack to fail. `find` stands exactly once in `file`.
 */

import { branchMutations } from './mutations/branches.ts';
import { byteMutations } from './mutations/bytes.ts';
import { doorMutations } from './mutations/door.ts';
import { epochMutations } from './mutations/epochs.ts';
import { frameMutations } from './mutations/frames.ts';
import { liveMutations } from './mutations/live.ts';
import { pageMutations } from './mutations/page.ts';
import { powerMutations } from './mutations/powers.ts';
import { sayingMutations } from './mutations/sayings.ts';

export interface Mutation {
  /** Number of the attack whose tests must notice. */
  readonly attack: number;
  /** What the tree does not do any more. */
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The test file that must notice; without it any that needs no browser. */
  readonly test?: string;
  /** Part of the title of the test that must notice; without it any test of the attack. */
  readonly named?: string;
  /** Other attacks that the same protection stops. */
  readonly alsoFails?: readonly number[];
}

export const mutations: readonly Mutation[] = [
  ...byteMutations,
  ...doorMutations,
  ...powerMutations,
  ...epochMutations,
  ...branchMutations,
  ...sayingMutations,
  ...frameMutations,
  ...pageMutations,
  ...liveMutations,
].sort((a, b) => a.attack - b.attack);
