import { ServiceError } from "../operation.ts";
import { ChangeNotice } from "../persistence/change-notice.ts";
import { knowledgeBaseId } from "./check-knowledge-base.ts";
import { KnowledgeBase, type KnowledgeBaseSettings } from "./knowledge-base.ts";
import type { KnowledgeBaseDocument, KnowledgeBaseHandle, KnowledgeBaseOptions } from "./knowledge-base-options.ts";
import { Sessions } from "./sessions.ts";

/** The knowledge bases of an instance, by their ids. */
export class KnowledgeBaseCatalogue {
  readonly notice: ChangeNotice = new ChangeNotice();
  /** The conversations of RetrieveAndGenerate. */
  readonly sessions: Sessions = new Sessions();
  readonly #options: readonly KnowledgeBaseOptions[];
  readonly #settings: KnowledgeBaseSettings;
  readonly #byId = new Map<string, KnowledgeBase>();

  constructor(options: readonly KnowledgeBaseOptions[], settings: Omit<KnowledgeBaseSettings, "changed">) {
    this.#options = options;
    this.#settings = { ...settings, changed: this.notice.changed };
    this.reset();
  }

  /**
   * The knowledge base of that id, for as long as the instance lives; an id that the options do not name makes one,
   * which is gone after `reset` until the handle is used again.
   *
   * @throws Error when the id has not the form of one
   */
  handle(id: string): KnowledgeBaseHandle {
    if (!knowledgeBaseId.test(id)) throw new Error("The id of a knowledge base must be ten letters and digits.");
    const current = (): KnowledgeBase => this.#byId.get(id) ?? this.#create({ id });
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
   * The knowledge base that a request names by its id or its ARN.
   *
   * @throws ServiceError `ResourceNotFoundException`; its text is not confirmed by a recording
   */
  resolve(idOrArn: string): KnowledgeBase {
    const id = idOrArn.split("/").at(-1) ?? idOrArn;
    const found = this.#byId.get(id);
    if (found !== undefined) return found;
    throw new ServiceError("ResourceNotFoundException", 404, `Knowledge Base with id ${id} does not exist`);
  }

  /** The knowledge bases whose documents are not those of the options. */
  changed(): { id: string; documents: readonly KnowledgeBaseDocument[] }[] {
    return [...this.#byId.values()].flatMap((knowledgeBase) => {
      const documents = knowledgeBase.changedDocuments();
      return documents === undefined ? [] : [{ id: knowledgeBase.id, documents }];
    });
  }

  /** Puts documents in the place of all that a knowledge base has; one that is not there is made. */
  load(id: string, documents: readonly KnowledgeBaseDocument[]): void {
    this.handle(id);
    this.#byId.get(id)?.load(documents);
  }

  /** All that there are, in the order in which they were made. */
  all(): KnowledgeBase[] {
    return [...this.#byId.values()];
  }

  /** A knowledge base for one request, of documents that came with it; no id leads to it. */
  temporary(documents: readonly KnowledgeBaseDocument[]): KnowledgeBase {
    return new KnowledgeBase({ id: "EXTERNAL00", documents }, { ...this.#settings, changed: undefined });
  }

  /** The knowledge bases of the options, with their own documents alone; no session. */
  reset(): void {
    this.sessions.clear();
    const kept = this.#options.map(
      (options) => this.#byId.get(options.id) ?? new KnowledgeBase(options, this.#settings),
    );
    this.#byId.clear();
    for (const knowledgeBase of kept) {
      knowledgeBase.reset();
      this.#byId.set(knowledgeBase.id, knowledgeBase);
    }
    this.notice.changed();
  }

  #create(options: KnowledgeBaseOptions): KnowledgeBase {
    const created = new KnowledgeBase(options, this.#settings);
    this.#byId.set(options.id, created);
    return created;
  }
}
