import { ServiceError } from "../operation.ts";
import { knowledgeBaseId } from "./check-knowledge-base.ts";
import { KnowledgeBase, type KnowledgeBaseSettings } from "./knowledge-base.ts";
import type { KnowledgeBaseDocument, KnowledgeBaseHandle, KnowledgeBaseOptions } from "./knowledge-base-options.ts";
import { Sessions } from "./sessions.ts";

/** The knowledge bases of an instance, by their ids. */
export class KnowledgeBaseCatalogue {
  /** The conversations of RetrieveAndGenerate. */
  readonly sessions: Sessions = new Sessions();
  readonly #options: readonly KnowledgeBaseOptions[];
  readonly #settings: KnowledgeBaseSettings;
  readonly #byId = new Map<string, KnowledgeBase>();

  constructor(options: readonly KnowledgeBaseOptions[], settings: KnowledgeBaseSettings) {
    this.#options = options;
    this.#settings = settings;
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

  /** A knowledge base for one request, of documents that came with it; no id leads to it. */
  temporary(documents: readonly KnowledgeBaseDocument[]): KnowledgeBase {
    return new KnowledgeBase({ id: "EXTERNAL00", documents }, this.#settings);
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
  }

  #create(options: KnowledgeBaseOptions): KnowledgeBase {
    const created = new KnowledgeBase(options, this.#settings);
    this.#byId.set(options.id, created);
    return created;
  }
}
