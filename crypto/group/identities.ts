/** Lists of identities (§3, §5): 22 letters each, sorted, none twice. */

import { branded, type ParticipantId } from '../brands.ts';
import { lv, Reader, utf8 } from '../codec.ts';
import { giveUp } from '../refusal.ts';

const ID_LETTERS = 22;
const IDS_MAX = 4096;

/** One part; the identities must be sorted. */
export const encodeIds = (ids: readonly ParticipantId[]) => lv(utf8(ids.join('')));

/** Reads what `encodeIds` wrote, up to 4096 identities. */
export function readIds(reader: Reader): ParticipantId[] {
  const inner = new Reader(reader.part(0, IDS_MAX * ID_LETTERS));
  const ids: ParticipantId[] = [];
  while (inner.left > 0) {
    const id = branded<ParticipantId>(new Reader(lv(inner.bytes(ID_LETTERS))).text(ID_LETTERS, ID_LETTERS));
    if (!/^[\w-]+$/.test(id) || (ids.at(-1) ?? '') >= id) return giveUp('malformed');
    ids.push(id);
  }
  return ids;
}
