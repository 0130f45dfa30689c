/** Whose token it is. Its signature is the SFU's to check; here it is only seen to that nobody else's is used. */

import { fromBase64url } from '../../crypto/bytes.ts';

/** The `sub` of a JSON web token: the LiveKit identity it is for; undefined for what is none. */
export function subjectOf(token: string): string | undefined {
  const payload = fromBase64url(token.split('.')[1] ?? '');
  if (!payload) return undefined;
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof claims !== 'object' || claims === null || !('sub' in claims)) return undefined;
    return typeof claims.sub === 'string' ? claims.sub : undefined;
  } catch {
    return undefined;
  }
}
