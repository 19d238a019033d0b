import { ServiceError } from "../operation.ts";
import { ChangeNotice } from "../persistence/change-notice.ts";
import { kendraIndexId } from "./check-kendra.ts";
import { type KendraContents, KendraIndex, type KendraIndexSettings } from "./kendra-index.ts";
import type { KendraHandle, KendraIndexOptions } from "./kendra-options.ts";

/** The Kendra indexes of an instance, by their ids. */
export class KendraCatalogue {
  readonly notice: ChangeNotice = new ChangeNotice();
  readonly #options: readonly KendraIndexOptions[];
  readonly #settings: KendraIndexSettings;
  readonly #byId = new Map<string, KendraIndex>();

  constructor(options: readonly KendraIndexOptions[], settings: Omit<KendraIndexSettings, "changed">) {
    this.#options = options;
    this.#settings = { ...settings, changed: this.notice.changed };
    this.reset();
  }

  /**
   * The index of that id, for as long as the instance lives; an id that the options do not name makes one, which is
   * gone after `reset` until the handle is used again.
   *
   * @throws Error when the id has not the form of one
   */
  handle(id: string): KendraHandle {
    if (!kendraIndexId.test(id)) throw new Error("The id of a Kendra index must be 36 letters, digits and hyphens.");
    const current = (): KendraIndex => this.#byId.get(id) ?? this.#create({ id });
    current();
    return {
      id,
      get size() {
        return current().size;
      },
      add: async (documents) => await current().add(documents),
      clear: () => current().clear(),
    };
  }

  /**
   * The index that a request names.
   *
   * @throws ServiceError `ResourceNotFoundException`; its text is not confirmed by a recording
   */
  resolve(id: string): KendraIndex {
    const found = this.#byId.get(id);
    if (found !== undefined) return found;
    throw new ServiceError("ResourceNotFoundException", 404, `The index with ID ${id} does not exist.`);
  }

  /** The indexes whose documents are not those of the options. */
  changed(): { id: string; contents: KendraContents }[] {
    return [...this.#byId.values()].flatMap((index) => {
      const contents = index.changedContents();
      return contents === undefined ? [] : [{ id: index.id, contents }];
    });
  }

  /** Puts contents in the place of all that an index has; one that is not there is made. */
  load(id: string, contents: KendraContents): void {
    this.handle(id);
    this.#byId.get(id)?.load(contents);
  }

  /** All that there are, in the order in which they were made. */
  all(): KendraIndex[] {
    return [...this.#byId.values()];
  }

  /** The indexes of the options, with their own documents alone. */
  reset(): void {
    const kept = this.#options.map((options) => this.#byId.get(options.id) ?? new KendraIndex(options, this.#settings));
    this.#byId.clear();
    for (const index of kept) {
      index.reset();
      this.#byId.set(index.id, index);
    }
    this.notice.changed();
  }

  #create(options: KendraIndexOptions): KendraIndex {
    const created = new KendraIndex(options, this.#settings);
    this.#byId.set(options.id, created);
    return created;
  }
}
