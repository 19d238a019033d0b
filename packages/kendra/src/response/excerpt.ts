import type {
  QueryResultItem as WireQueryItem,
  TableExcerpt as WireTable,
  TextWithHighlights as WireText,
} from "@aws-sdk/client-kendra";
import type { Highlight } from "./kendra-result-item.ts";

/** What a result of Query says, and what in it answers the query. */
export interface Excerpt {
  readonly text: string;
  readonly highlights: readonly Highlight[];
  readonly topAnswer?: string;
}

/**
 * The answer, else the table, else the excerpt of the document.
 *
 * A question of a FAQ names its own text, too, in front of or behind the answer's.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_QueryResultItem.html
 */
export function excerptOf({ AdditionalAttributes, Format, TableExcerpt, DocumentExcerpt }: WireQueryItem): Excerpt {
  const answer = AdditionalAttributes?.find(({ Key }) => Key === "AnswerText")?.Value?.TextWithHighlightsValue;
  if (answer?.Text !== undefined && answer.Text !== "") return textExcerpt(answer);
  return Format === "TABLE" && TableExcerpt !== undefined ? tableExcerpt(TableExcerpt) : textExcerpt(DocumentExcerpt);
}

function textExcerpt(excerpt: WireText | undefined): Excerpt {
  const { Text: text = "", Highlights = [] } = excerpt ?? {};
  const highlights: Highlight[] = [];
  for (const { BeginOffset = -1, EndOffset = -1, TopAnswer = false, Type = "STANDARD" } of Highlights) {
    if (BeginOffset < 0 || EndOffset <= BeginOffset || EndOffset > text.length) continue;
    highlights.push({
      text: text.slice(BeginOffset, EndOffset),
      beginOffset: BeginOffset,
      endOffset: EndOffset,
      topAnswer: TopAnswer,
      type: Type,
    });
  }
  return withTopAnswer(text, highlights, highlights.find(({ topAnswer }) => topAnswer)?.text);
}

/** One row a line, as a model reads tables best without markup. */
function tableExcerpt({ Rows = [] }: WireTable): Excerpt {
  const rows = Rows.map(({ Cells = [] }) => Cells);
  const text = rows.map((cells) => cells.map(({ Value = "" }) => Value).join(" | ")).join("\n");
  return withTopAnswer(text, [], rows.flat().find(({ TopAnswer }) => TopAnswer === true)?.Value);
}

const withTopAnswer = (text: string, highlights: readonly Highlight[], topAnswer: string | undefined): Excerpt => ({
  text,
  highlights,
  ...(topAnswer !== undefined && { topAnswer }),
});
