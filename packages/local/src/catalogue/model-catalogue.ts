import { ServiceError } from "../operation.ts";
import { families, familyOf } from "./families.ts";
import type { Model, ModelProfile } from "./model-profile.ts";
import { type ModelRow, models } from "./models.ts";

/** An inference profile: the system's own (`us.…`) or one of the application's. */
export interface InferenceProfile {
  /** `us.anthropic.claude-…`, or the last segment of an application profile's ARN. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly type: "SYSTEM_DEFINED" | "APPLICATION";
  readonly modelId: string;
  readonly description?: string;
}

/** An application inference profile, as the options configure it. */
export interface ApplicationProfile {
  /** The id alone, or the whole ARN. */
  id: string;
  /** The model or system-defined profile behind it. */
  model: string;
  /** @defaultValue the id */
  name?: string;
  description?: string;
}

/** What a model id, a profile id or an ARN of a request stands for. */
export interface ResolvedModel {
  readonly model: Model;
  /** The profile it was called through; absent for a bare model. */
  readonly profile?: InferenceProfile;
  /** The caller named a model by its bare id or its foundation-model ARN. */
  readonly isBare: boolean;
  /** `local.*` and unknown models are never validated by family. */
  readonly isUnchecked: boolean;
}

/** What a catalogue is made of. */
export interface ModelCatalogueSettings {
  region: string;
  accountId: string;
  /** Models of the user's, in addition to the preset or in place of its rows. */
  extra?: readonly ModelProfile[];
  applicationProfiles?: readonly ApplicationProfile[];
  /** What an id outside the catalogue gives. @defaultValue `"reject"` */
  unknown?: "reject" | "accept";
}

/** Geographic prefixes of profile ids; a bare model id never begins with one. */
const PROFILE_ID = /^(us|eu|apac|jp|au|us-gov|global|ca|sa|amer)\.(.+)$/;
const ARN = /^arn:(aws[a-z-]*):bedrock:([a-z0-9-]*):(\d{12})?:([a-z-]+)\/(.+)$/;
// `amazon.nova-lite-v1:0:24k`, `amazon.titan-text-express-v1:0:8k`: a variant of the model before it.
const CONTEXT_VARIANT = /^(.*?)(?::0)?:\d+[km]$/;

/** The models and profiles that an instance knows, and what their ids stand for. */
export class ModelCatalogue {
  readonly models: readonly Model[];
  readonly profiles: readonly InferenceProfile[];
  readonly #settings: ModelCatalogueSettings;
  readonly #byId: ReadonlyMap<string, Model>;
  readonly #profilesById: ReadonlyMap<string, InferenceProfile>;

  constructor(settings: ModelCatalogueSettings) {
    this.#settings = settings;
    const all = [...models.map(completeRow), ...(settings.extra ?? []).map(completeProfile)];
    this.#byId = new Map(all.map((model) => [model.id, model]));
    this.models = [...this.#byId.values()];
    this.profiles = [
      ...this.models.flatMap((model) => systemProfiles(model, settings)),
      ...(settings.applicationProfiles ?? []).map((profile) => this.#applicationProfile(profile)),
    ];
    this.#profilesById = new Map(
      this.profiles.flatMap((profile) => [
        [profile.id, profile],
        [profile.arn, profile],
      ]),
    );
  }

  /** What an id stands for; `undefined` when the catalogue has nothing for it. */
  find(modelId: string): ResolvedModel | undefined {
    const profile = this.findProfile(modelId);
    if (profile !== undefined) {
      const model = this.#model(profile.modelId);
      return model && { model, profile, isBare: false, isUnchecked: false };
    }
    const model = this.#model(foundationModelId(modelId) ?? modelId);
    if (model !== undefined) return { model, isBare: true, isUnchecked: false };
    if (modelId.startsWith("local.")) return unchecked(modelId);
    return undefined;
  }

  /**
   * As `find`, but an unknown id is a model of its vendor's family when `unknown` is `"accept"`.
   *
   * @throws ServiceError `ValidationException` when the id means nothing
   */
  resolve(modelId: string): ResolvedModel {
    const found = this.find(modelId);
    if (found !== undefined) return found;
    if (this.#settings.unknown === "accept") return unchecked(baseOf(modelId));
    throw new ServiceError("ValidationException", 400, "The provided model identifier is invalid.");
  }

  /** A profile by its id or its ARN, in any region. */
  findProfile(idOrArn: string): InferenceProfile | undefined {
    const exact = this.#profilesById.get(idOrArn);
    if (exact !== undefined) return exact;
    const [, , , , resource, id] = ARN.exec(idOrArn) ?? [];
    if (resource !== "inference-profile" || id === undefined) return undefined;
    return this.#profilesById.get(id);
  }

  #model(id: string): Model | undefined {
    const exact = this.#byId.get(id);
    if (exact !== undefined) return exact;
    const [, base] = CONTEXT_VARIANT.exec(id) ?? [];
    return base === undefined ? undefined : (this.#byId.get(`${base}:0`) ?? this.#byId.get(base));
  }

  #applicationProfile({ id, model, name, description }: ApplicationProfile): InferenceProfile {
    const { region, accountId } = this.#settings;
    const [, , , , , shortId = id] = ARN.exec(id) ?? [];
    const base = foundationModelId(model) ?? PROFILE_ID.exec(model.split("/").at(-1) ?? model)?.[2] ?? model;
    if (this.#model(base) === undefined) {
      throw new TypeError(
        `models.applicationProfiles: ${id} names the model ${model}, which the catalogue does not have.`,
      );
    }
    return {
      id: shortId,
      arn: id === shortId ? `arn:aws:bedrock:${region}:${accountId}:application-inference-profile/${id}` : id,
      name: name ?? shortId,
      type: "APPLICATION",
      modelId: base,
      ...(description === undefined ? {} : { description }),
    };
  }
}

function completeRow([id, name, family, differences]: ModelRow): Model {
  return { ...families[family], ...differences, id, name };
}

/** A model of the user's: what the profile leaves out is taken from the family that its id names. */
function completeProfile(profile: ModelProfile): Model {
  const family = families[familyOf(profile.id)];
  return { ...family, name: profile.id, ...profile };
}

function systemProfiles(model: Model, { region, accountId }: ModelCatalogueSettings): InferenceProfile[] {
  return model.profilePrefixes.map((prefix) => ({
    id: `${prefix}.${model.id}`,
    arn: `arn:aws:bedrock:${region}:${accountId}:inference-profile/${prefix}.${model.id}`,
    name: `${prefix.toUpperCase()} ${model.provider} ${model.name}`,
    type: "SYSTEM_DEFINED",
    modelId: model.id,
    description: `Routes requests to ${model.provider} ${model.name} in ${prefix}.`,
  }));
}

function foundationModelId(modelId: string): string | undefined {
  const [, , , , resource, id] = ARN.exec(modelId) ?? [];
  return resource === "foundation-model" ? id : undefined;
}

function baseOf(modelId: string): string {
  const id = foundationModelId(modelId) ?? modelId.split("/").at(-1) ?? modelId;
  return PROFILE_ID.exec(id)?.[2] ?? id;
}

/** A model that nothing is known of: it takes everything, in the format of the family that its id names. */
function unchecked(id: string): ResolvedModel {
  const family = families[familyOf(id)].family;
  return { model: { ...families.generic, family, id, name: id }, isBare: true, isUnchecked: true };
}
