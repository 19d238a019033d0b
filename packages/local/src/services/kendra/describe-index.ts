import { Buffer } from "node:buffer";

import { type AttributeType, attributeTypeOf } from "../../kendra/attributes.ts";
import type { KendraEntry } from "../../kendra/kendra-entry.ts";
import type { Operation } from "../../operation.ts";
import { indexArn } from "./index-arn.ts";
import { jsonAnswer } from "./json-answer.ts";
import { parseKendraBody } from "./kendra-body.ts";

/** The fields that every index has. Source: "Document fields or attributes", Amazon Kendra Developer Guide. */
const reservedFields: Readonly<Record<string, AttributeType>> = {
  _authors: "STRING_LIST_VALUE",
  _category: "STRING_VALUE",
  _created_at: "DATE_VALUE",
  _data_source_id: "STRING_VALUE",
  _document_title: "STRING_VALUE",
  _excerpt_page_number: "LONG_VALUE",
  _faq_id: "STRING_VALUE",
  _file_type: "STRING_VALUE",
  _language_code: "STRING_VALUE",
  _last_updated_at: "DATE_VALUE",
  _source_uri: "STRING_VALUE",
  _tenant_id: "STRING_VALUE",
  _version: "STRING_VALUE",
  _view_count: "LONG_VALUE",
};

/** DescribeIndex: what an index holds. Source: "DescribeIndex", Amazon Kendra API Reference. */
export const describeIndex: Operation = {
  name: "DescribeIndex",
  service: "kendra",
  method: "POST",
  path: "/",
  target: "AWSKendraFrontendService.DescribeIndex",
  resource: indexArn,
  async handle(request, { options, kendra }) {
    const { Id } = parseKendraBody(request.body, "KendraDescribeIndexRequest", options.validation);
    const index = kendra.resolve(Id);
    await index.ready();
    const { name = Id, description = "", edition = "DEVELOPER_EDITION" } = index.options;
    const entries = index.entries();
    const documents = entries.filter(({ faq }) => faq === undefined);
    const bytes = documents.reduce((sum, { passages }) => sum + Buffer.byteLength(passages.join("\n")), 0);
    return jsonAnswer({
      Name: name,
      Id,
      Edition: edition,
      RoleArn: `arn:aws:iam::${options.accountId}:role/kendra`,
      Status: "ACTIVE",
      Description: description,
      CreatedAt: index.createdAt / 1000,
      UpdatedAt: index.updatedAt / 1000,
      DocumentMetadataConfigurations: [...typesOf(entries)].map(([Name, Type]) => ({ Name, Type })),
      IndexStatistics: {
        FaqStatistics: { IndexedQuestionAnswersCount: entries.length - documents.length },
        TextDocumentStatistics: { IndexedTextDocumentsCount: documents.length, IndexedTextBytes: bytes },
      },
      CapacityUnits: { StorageCapacityUnits: 0, QueryCapacityUnits: 0 },
      UserTokenConfigurations: [],
      UserContextPolicy: "ATTRIBUTE_FILTER",
    });
  },
};

function typesOf(entries: readonly KendraEntry[]): Map<string, AttributeType> {
  const types = new Map(Object.entries(reservedFields));
  for (const { attributes } of entries) {
    for (const [key, value] of attributes) {
      const type = attributeTypeOf(value);
      if (type !== undefined && !types.has(key)) types.set(key, type);
    }
  }
  return types;
}
