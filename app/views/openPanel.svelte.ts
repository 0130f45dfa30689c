/** The one panel beside a call: what was pressed last is what opens, whatever else is loaded first. */

import type { Closable, PanelName } from './panels.ts';

interface Panel {
  readonly name: PanelName;
  readonly view: Closable;
}

export class OpenPanel {
  readonly #load: (name: PanelName) => Promise<Closable>;
  #wanted: PanelName | undefined;
  #shown = $state.raw<Panel | undefined>(undefined);

  constructor(load: (name: PanelName) => Promise<Closable>) {
    this.#load = load;
  }

  /** The panel that is to be seen; undefined while none is. */
  get shown(): Panel | undefined {
    return this.#shown;
  }

  get name(): PanelName | undefined {
    return this.#shown?.name;
  }

  /** Whether it is open or about to be: pressed again, it is to be closed. */
  wants(name: PanelName): boolean {
    return this.#wanted === name;
  }

  /**
   * Opens a panel; resolves when it is there, or something else was pressed. Rejects when it cannot be loaded: then
   * what was open stays.
   */
  async open(name: PanelName): Promise<void> {
    this.#wanted = name;
    try {
      const view = await this.#load(name);
      if (this.#wanted === name) this.#shown = { name, view };
    } catch (error) {
      if (this.#wanted !== name) return;
      this.#wanted = this.name;
      throw error;
    }
  }

  close(): void {
    this.#wanted = undefined;
    this.#shown = undefined;
  }
}
