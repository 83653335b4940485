import { Duration, aws_kms as kms, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, it } from "vitest";
import { AlertTopic, DeadLetterQueue, StateBucket } from "../../lib/cdk.ts";
import { newApp } from "./synth.ts";

function template(make: (stack: Stack) => unknown): Template {
  const stack = new Stack(newApp(), "Test");
  make(stack);
  return Template.fromStack(stack);
}

const insecure = { Bool: { "aws:SecureTransport": "false" } };

describe("StateBucket", () => {
  it("is versioned, encrypted, private and kept", () => {
    template((stack) => new StateBucket(stack, "State")).hasResource("AWS::S3::Bucket", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        VersioningConfiguration: { Status: "Enabled" },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        LifecycleConfiguration: {
          Rules: Match.arrayWith([
            Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 365, NewerNoncurrentVersions: 10 } }),
          ]),
        },
      },
    });
  });

  it("speaks TLS 1.2 or better only", () => {
    template((stack) => new StateBucket(stack, "State")).hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: "Deny", Action: "s3:*", Principal: { AWS: "*" }, Condition: insecure }),
          Match.objectLike({
            Effect: "Deny",
            Action: "s3:*",
            Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } },
          }),
        ],
      },
    });
  });

  it("takes a customer key and another retention", () => {
    template((stack) => {
      const encryptionKey = new kms.Key(stack, "Key");
      return new StateBucket(stack, "State", { encryptionKey, noncurrentVersionExpiration: Duration.days(30) });
    }).hasResourceProperties("AWS::S3::Bucket", {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } },
        ],
      },
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 10 } }),
        ]),
      },
    });
  });
});

describe("AlertTopic", () => {
  const alarms = {
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: {
      StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
      ArnLike: { "aws:SourceArn": Match.anyValue() },
    },
  };

  it("is encrypted with a key that alarms can use", () => {
    const made = template((stack) => new AlertTopic(stack, "Alerts"));
    made.hasResourceProperties("AWS::SNS::Topic", {
      KmsMasterKeyId: { "Fn::GetAtt": [Match.stringLikeRegexp("AlertsKey"), "Arn"] },
    });
    made.hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({ ...alarms, Action: ["kms:Decrypt", "kms:GenerateDataKey*"] })]),
      },
    });
  });

  it("speaks TLS only, and lets alarms publish", () => {
    template((stack) => new AlertTopic(stack, "Alerts")).hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: "Deny", Action: "sns:Publish", Principal: "*", Condition: insecure }),
          Match.objectLike({ ...alarms, Action: "sns:Publish" }),
        ],
      },
    });
  });

  it("takes a key that is there", () => {
    const made = template((stack) => new AlertTopic(stack, "Alerts", { masterKey: new kms.Key(stack, "Key") }));
    made.resourceCountIs("AWS::KMS::Key", 1);
    made.hasResourceProperties("AWS::KMS::Key", {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike(alarms)]) },
    });
  });
});

describe("DeadLetterQueue", () => {
  it("is encrypted, TLS only, and keeps messages for two weeks", () => {
    const made = template((stack) => new DeadLetterQueue(stack, "DeadLetters"));
    made.hasResourceProperties("AWS::SQS::Queue", { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    made.hasResourceProperties("AWS::SQS::QueuePolicy", {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: "Deny", Action: "sqs:*", Condition: insecure })] },
    });
  });
});
