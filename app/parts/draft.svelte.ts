/** What somebody began to write in the chat, and the images for it: kept while the panel is closed, gone with the call. */

import { Attachments } from '../chat/attachments.svelte.ts';

class Draft {
  text = $state('');
  readonly images = new Attachments();

  forget(): void {
    this.text = '';
    this.images.clear();
  }
}

export const draft = new Draft();
