/** Why a document's metadata cannot be stored, in a text that goes on after the document's name. No value is in it. */
export class MetadataProblem extends Error {
  override readonly name = "MetadataProblem";
}
