/** What somebody began to write in the chat: kept while the panel is closed, gone with the call. */

class Draft {
  text = $state('');
}

export const draft = new Draft();
