/** Statements of policies, as every role of ours has them. */

import { aws_iam as iam, type aws_s3 as s3 } from "aws-cdk-lib";

export const allow = (sid: string, actions: string[], resources: string[]): iam.PolicyStatement =>
  new iam.PolicyStatement({ sid, actions, resources });

/** Without s3:ListBucket S3 answers a missing object with 403, and "not there yet" looks like "not allowed". */
export const listStatement = (sid: string, bucket: s3.IBucket, prefix: string): iam.PolicyStatement =>
  new iam.PolicyStatement({
    ...{ sid, actions: ["s3:ListBucket"], resources: [bucket.bucketArn] },
    conditions: { StringLike: { "s3:prefix": prefix } },
  });
