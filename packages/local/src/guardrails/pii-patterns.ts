/** Kinds of personal information that have a form of their own; the others need a model to be found. */
export type PiiType =
  | "EMAIL"
  | "PHONE"
  | "URL"
  | "IP_ADDRESS"
  | "MAC_ADDRESS"
  | "US_SOCIAL_SECURITY_NUMBER"
  | "CREDIT_DEBIT_CARD_NUMBER"
  | "INTERNATIONAL_BANK_ACCOUNT_NUMBER"
  | "AWS_ACCESS_KEY";

/** How each kind looks. The names are the service's own ("GuardrailPiiEntityFilter", Amazon Bedrock API Reference). */
export const piiPatterns: Readonly<Record<PiiType, RegExp>> = {
  EMAIL: /\b[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/gu,
  PHONE: /(?<![\w-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\)|\d{3})[ .-]\d{3}[ .-]\d{4}(?![\w-])/gu,
  URL: /\bhttps?:\/\/[^\s<>"')\]]+/gu,
  IP_ADDRESS: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/gu,
  MAC_ADDRESS: /\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b/gu,
  US_SOCIAL_SECURITY_NUMBER: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu,
  CREDIT_DEBIT_CARD_NUMBER: /(?<![\d-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\d-])/gu,
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/gu,
  AWS_ACCESS_KEY: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/gu,
};
