/** The SFU's executable, as the product itself finds or builds it. */

import { findSfuBinary } from '../../relay/sfu.ts';

export const sfuBinary = (): Promise<string> => findSfuBinary(process.env, (line) => console.log(line));
