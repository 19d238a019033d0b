/** How a bucket or an index is encrypted, as on the wire. Nothing is encrypted here; the setting is kept. */
export interface Encryption {
  readonly sseType?: "AES256" | "aws:kms";
  readonly kmsKeyArn?: string;
}

/** What the service answers for a bucket that was created without a setting. */
export const defaultEncryption: Encryption = { sseType: "AES256" };
