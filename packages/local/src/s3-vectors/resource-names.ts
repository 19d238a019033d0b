/** Lower-case letters, digits and hyphens, between a letter or digit at each end. */
export const bucketNamePattern: RegExp = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/** As for a bucket, and dots. */
export const indexNamePattern: RegExp = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const bucketArn = "arn:aws[-a-z0-9]*:s3vectors:[a-z0-9-]+:[0-9]{12}:bucket/[a-z0-9][a-z0-9-]{1,61}[a-z0-9]";
/** Source: "CreateIndex", Amazon S3 API Reference. */
export const bucketArnPattern: RegExp = new RegExp(`^${bucketArn}$`);
/** Source: "PutVectors", Amazon S3 API Reference. */
export const indexArnPattern: RegExp = new RegExp(`^${bucketArn}/index/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`);

/** Where an instance's resources are. */
export interface Home {
  region: string;
  accountId: string;
}

/** `arn:aws:s3vectors:us-east-1:000000000000:bucket/my-bucket` */
export function toBucketArn(name: string, { region, accountId }: Home): string {
  return `arn:aws:s3vectors:${region}:${accountId}:bucket/${name}`;
}

/** `arn:aws:s3vectors:us-east-1:000000000000:bucket/my-bucket/index/my-index` */
export function toIndexArn(bucketName: string, indexName: string, home: Home): string {
  return `${toBucketArn(bucketName, home)}/index/${indexName}`;
}
