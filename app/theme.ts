/**
 * A script of its own (`config/firstScript.ts`), which runs before the first picture of the page: any later, and the
 * page would change colour before one's eyes.
 */

import { kept } from './settings/kept.ts';
import { chosenIn } from './settings/preferences.ts';
import { showIn } from './settings/showIn.ts';

showIn(chosenIn(kept('settings')).theme ?? 'system');
