import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";

/**
 * Where each type of location says what it is.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrievalResultLocation.html
 */
const places: Readonly<Record<string, readonly [location: string, member: string]>> = {
  S3: ["s3Location", "uri"],
  WEB: ["webLocation", "url"],
  CONFLUENCE: ["confluenceLocation", "url"],
  SALESFORCE: ["salesforceLocation", "url"],
  SHAREPOINT: ["sharePointLocation", "url"],
  ONEDRIVE: ["oneDriveLocation", "url"],
  GOOGLEDRIVE: ["googleDriveLocation", "url"],
  KENDRA: ["kendraDocumentLocation", "uri"],
  CUSTOM: ["customDocumentLocation", "id"],
  SQL: ["sqlLocation", "query"],
};

/**
 * Where a result comes from, as one text: the location's address, id or query, else the address in the metadata. An AWS
 * SDK that is older than a type of location keeps only the type's name.
 */
export function sourceOf(location: unknown, metadata: unknown): string | undefined {
  return (isPlainRecord(location) ? placeOf(location) : undefined) ?? sourceUri(metadata);
}

function placeOf(location: PlainRecord): string | undefined {
  const type = location["type"];
  const place = typeof type === "string" && Object.hasOwn(places, type) ? places[type] : undefined;
  const known = place === undefined ? undefined : location[place[0]];
  const found = place !== undefined && isPlainRecord(known) ? known[place[1]] : undefined;
  return textOf(found) ?? firstAddress(location);
}

function firstAddress(location: PlainRecord): string | undefined {
  for (const place of Object.values(location)) {
    if (!isPlainRecord(place)) continue;
    const address = textOf(place["uri"]) ?? textOf(place["url"]) ?? textOf(place["id"]);
    if (address !== undefined) return address;
  }
  return undefined;
}

const sourceUri = (metadata: unknown): string | undefined =>
  isPlainRecord(metadata) ? textOf(metadata["x-amz-bedrock-kb-source-uri"]) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
