/** Where the schema a database should have comes from. */

import { aws_s3_assets as assets, aws_iam as iam, type aws_s3 as s3 } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { checkSnapshotFile } from "../config/deployable.ts";
import type { ExpectedLocation } from "../config/target.ts";
import { useOfOwnKey } from "./key-use.ts";
import { listStatement } from "./statement.ts";

/** What a bound `ExpectedSnapshot` tells its monitor. */
export interface ExpectedSnapshotConfig {
  /** Where the function reads it. */
  readonly location: ExpectedLocation;
  /** What the function needs to be allowed for that. */
  readonly statements: iam.PolicyStatement[];
}

/** The expected snapshot of one database. */
export abstract class ExpectedSnapshot {
  /** A snapshot file that is deployed with the stack: reviewed with the code, and immutable until the next deployment. */
  static fromAsset(path: string): ExpectedSnapshot {
    return new AssetSnapshot(path);
  }

  /** An object in a bucket, replaced without a deployment. */
  static fromBucket(bucket: s3.IBucket, key: string): ExpectedSnapshot {
    return new BucketSnapshot(bucket, key);
  }

  /** Called by the monitor. */
  abstract bind(scope: Construct): ExpectedSnapshotConfig;
}

class AssetSnapshot extends ExpectedSnapshot {
  constructor(private readonly path: string) {
    super();
  }

  override bind(scope: Construct): ExpectedSnapshotConfig {
    checkSnapshotFile(this.path);
    const asset = new assets.Asset(scope, "Expected", { path: this.path });
    // Not asset.grantRead: that grants the whole bootstrap bucket, with every other app's assets in it.
    return location(asset.bucket, asset.s3ObjectKey);
  }
}

class BucketSnapshot extends ExpectedSnapshot {
  constructor(
    private readonly bucket: s3.IBucket,
    private readonly key: string,
  ) {
    super();
  }

  override bind(): ExpectedSnapshotConfig {
    return location(this.bucket, this.key);
  }
}

function location(bucket: s3.IBucket, key: string): ExpectedSnapshotConfig {
  const statements = [
    new iam.PolicyStatement({ sid: "ReadExpected", actions: ["s3:GetObject"], resources: [bucket.arnForObjects(key)] }),
    listStatement("SeeExpected", bucket, key),
  ];
  if (bucket.encryptionKey) {
    const by = { service: "s3", region: bucket.env.region };
    statements.push(useOfOwnKey("DecryptExpected", ["kms:Decrypt"], bucket.encryptionKey, by));
  }
  return { location: { in: "s3", bucket: bucket.bucketName, key }, statements };
}
