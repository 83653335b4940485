/** The bucket that holds what is expected, what was found and what was reported. */

import { Duration, type aws_kms as kms, RemovalPolicy, aws_s3 as s3 } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledged.ts";

/** Properties of a `StateBucket`. */
export interface StateBucketProps {
  /**
   * Customer key that encrypts the objects.
   * @default - S3's own keys (SSE-S3)
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * How long a replaced object can still be brought back. The ten newest stay, however old.
   * @default Duration.days(365)
   */
  readonly noncurrentVersionExpiration?: Duration;
}

/** Versioned, encrypted, private, TLS only, and kept when its stack is deleted: it is the record of what was accepted. */
export class StateBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: StateBucketProps = {}) {
    super(scope, id, {
      versioned: true,
      encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey, bucketKeyEnabled: true }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          id: "ReplacedVersions",
          noncurrentVersionExpiration: props.noncurrentVersionExpiration ?? Duration.days(365),
          noncurrentVersionsToRetain: 10,
        },
        { id: "UnfinishedUploads", abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
    acknowledge(
      this,
      "AwsSolutions-S1",
      "CloudTrail tells who read and wrote what; access logs would need one more bucket",
    );
  }
}
