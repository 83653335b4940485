import {
  aws_ec2 as ec2,
  aws_kms as kms,
  aws_rds as rds,
  Stack,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
} from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { ExpectedSnapshot, MonitoredDatabase, StateBucket, TlsMode } from "../../lib/cdk.ts";
import { parseTarget } from "../../lib/config/target.ts";
import { configTemplate, flat, monitorTemplate, newApp, roleStatements, targetText } from "./synth.ts";

const sids = (from: Template) => roleStatements(from, /check of orders/).map(({ Sid }) => Sid);

describe("the database", () => {
  it("is reached by what its secret says, or by what is said here", () => {
    const from = monitorTemplate((stack) => ({
      database: MonitoredDatabase.fromSecret(secretsmanager.Secret.fromSecretNameV2(stack, "Other", "other"), {
        host: "db.example.com",
        port: 6432,
        databaseName: "orders",
        tls: TlsMode.DISABLE,
      }),
      includeSchemas: ["app_*"],
      alertThreshold: "high",
    }));
    expect(parseTarget(targetText(from))).toMatchObject({
      secret: "other",
      host: "db.example.com",
      port: 6432,
      databaseName: "orders",
      tls: { mode: "disable" },
      schemas: { include: ["app_*"], exclude: [] },
      alertThreshold: "high",
    });
  });

  it("in a VPC lets its monitor in, by endpoint and port", () => {
    const from = monitorTemplate((stack) => {
      const vpc = new ec2.Vpc(stack, "Vpc");
      const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
      const instance = new rds.DatabaseInstance(stack, "Db", { engine, vpc });
      return { vpc, database: MonitoredDatabase.fromInstance(instance, { databaseName: "orders" }) };
    });
    const text = targetText(from);
    expect(text).toContain('"host":"<Db.Endpoint.Address>","port":<Db.Endpoint.Port>');
    from.hasResourceProperties("AWS::EC2::SecurityGroupIngress", {
      Description: "Driftwatch check of orders",
      SourceSecurityGroupId: { "Fn::GetAtt": [Match.stringLikeRegexp("ordersHandlerSecurityGroup"), "GroupId"] },
    });
    expect(sids(from)).toContain("JoinVpc");
  });

  it("in a cluster is read by the reader endpoint", () => {
    const from = monitorTemplate((stack) => {
      const vpc = new ec2.Vpc(stack, "Vpc");
      const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_5 });
      const cluster = new rds.DatabaseCluster(stack, "Db", {
        engine,
        vpc,
        writer: rds.ClusterInstance.serverlessV2("w"),
      });
      return { vpc, database: MonitoredDatabase.fromCluster(cluster) };
    });
    expect(targetText(from)).toContain('"host":"<Db.ReadEndpoint.Address>"');
  });

  it("in a cluster that was imported is read by what is known of it", () => {
    const stack = new Stack(newApp(), "Test");
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, "Secret", "s");
    const cluster = (id: string, more: object) =>
      rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, id, { clusterIdentifier: "c", port: 6432, ...more });
    const bound = (id: string, more: object) => MonitoredDatabase.fromCluster(cluster(id, more), { secret }).bind();
    const addresses = { clusterEndpointAddress: "c.example.com", readerEndpointAddress: "r.example.com" };
    expect(bound("Both", addresses)).toMatchObject({ host: "r.example.com", port: 6432 });
    expect(bound("Writer", { clusterEndpointAddress: "c.example.com" })).toMatchObject({ host: "c.example.com" });
    expect(() => bound("Neither", {})).toThrow(/imported without an endpoint; import it with readerEndpointAddress/);
    expect(() => MonitoredDatabase.fromCluster(cluster("Iam", addresses), { iamUser: "u" })).toThrow(
      /imported without its resource id; import it with instanceResourceId, a cluster with clusterResourceIdentifier/,
    );
  });

  it("needs a secret", () => {
    const stack = new Stack(newApp(), "Test");
    const instance = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, "Db", {
      instanceIdentifier: "db",
      instanceEndpointAddress: "db.example.com",
      port: 5432,
      securityGroups: [],
    });
    expect(() => MonitoredDatabase.fromInstance(instance)).toThrow(
      "this database has no secret of its own; pass `secret`",
    );
  });
});

describe("keys", () => {
  it("are used where they are passed, and only there", () => {
    const from = monitorTemplate((stack) => {
      const key = (id: string) => new kms.Key(stack, id);
      const secret = new secretsmanager.Secret(stack, "Own", { encryptionKey: key("SecretKey") });
      const bucket = new s3.Bucket(stack, "Snapshots", { encryptionKey: key("SnapshotKey") });
      return {
        database: MonitoredDatabase.fromSecret(secret),
        stateBucket: new StateBucket(stack, "State", { encryptionKey: key("StateKey") }),
        expected: ExpectedSnapshot.fromBucket(bucket, "orders.json"),
        alertTopics: [new sns.Topic(stack, "OnCall", { masterKey: key("TopicKey") })],
      };
    });
    const statements = roleStatements(from, /check of orders/).filter(({ Action }) =>
      [Action].flat().some((a) => a.startsWith("kms:")),
    );
    expect(statements.map(({ Sid, Action, Resource, Condition }) => [Sid, Action, flat(Resource), Condition])).toEqual([
      ["DecryptSecret", "kms:Decrypt", "<SecretKey.Arn>", { StringEquals: { "kms:ViaService": expect.anything() } }],
      ["UseStateKey", ["kms:Decrypt", "kms:GenerateDataKey"], "<StateKey.Arn>", undefined],
      ["DecryptExpected", "kms:Decrypt", "<SnapshotKey.Arn>", undefined],
      ["EncryptAlerts", ["kms:Decrypt", "kms:GenerateDataKey"], "<TopicKey.Arn>", undefined],
    ]);
    expect(sids(monitorTemplate())).not.toContain("DecryptSecret");
  });
});

describe("login by IAM", () => {
  const connect = (from: Template) => {
    const statement = roleStatements(from, /check of orders/).find(({ Sid }) => Sid === "LogIn");
    return { action: statement?.Action, on: flat(statement?.Resource).replace(/^.*:dbuser:/, "") };
  };
  const withInstance = (options: object) =>
    monitorTemplate((stack) => {
      const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
      const vpc = new ec2.Vpc(stack, "Vpc");
      const instance = new rds.DatabaseInstance(stack, "Db", { engine, vpc, iamAuthentication: true });
      return { vpc, database: MonitoredDatabase.fromInstance(instance, { databaseName: "orders", ...options }) };
    });

  it("takes the right to connect as one user to one instance, and no secret", () => {
    const from = withInstance({ iamUser: "driftwatch" });
    expect(connect(from)).toEqual({ action: "rds-db:connect", on: "<Db.DbiResourceId>/driftwatch" });
    expect(sids(from)).not.toContain("ReadSecret");
    expect(parseTarget(targetText(from).replace(/:<Db\.Endpoint\.Port>/, ":5432"))).toMatchObject({
      iam: { user: "driftwatch" },
    });
    expect(targetText(from)).not.toContain('"secret"');
  });

  it("goes through a proxy, too, whose group lets the monitor in", () => {
    const from = monitorTemplate((stack) => {
      const vpc = new ec2.Vpc(stack, "Vpc");
      const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
      const instance = new rds.DatabaseInstance(stack, "Db", { engine, vpc });
      const secrets = [instance.secret!];
      const proxy = new rds.DatabaseProxy(stack, "Proxy", {
        proxyTarget: rds.ProxyTarget.fromInstance(instance),
        secrets,
        vpc,
      });
      return { vpc, database: MonitoredDatabase.fromProxy(proxy, { iamUser: "driftwatch", databaseName: "orders" }) };
    });
    expect(JSON.stringify(roleStatements(from, /check of orders/))).toMatch(
      /dbuser:.*Fn::Select":\[6,\{"Fn::Split":\[":",\{"Fn::GetAtt":\["Proxy[^"]*","DBProxyArn"\]/,
    );
    expect(parseTarget(targetText(from))).toMatchObject({ host: "<Proxy.Endpoint>", port: 5432 });
    from.hasResourceProperties("AWS::EC2::SecurityGroupIngress", {
      Description: "Driftwatch check of orders",
      GroupId: { "Fn::GetAtt": [Match.stringLikeRegexp("ProxyProxySecurityGroup"), "GroupId"] },
    });
  });

  it("takes a proxy that was imported, with a secret", () => {
    const from = monitorTemplate((stack) => {
      const proxy = rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, "Proxy", {
        ...{ dbProxyName: "orders", endpoint: "orders.proxy-abc.eu-west-1.rds.amazonaws.com", securityGroups: [] },
        dbProxyArn: "arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-0123456789abcdef0",
      });
      const secret = secretsmanager.Secret.fromSecretNameV2(stack, "Other", "other");
      return { database: MonitoredDatabase.fromProxy(proxy, { secret }) };
    });
    expect(parseTarget(targetText(from))).toMatchObject({
      ...{ secret: "other", host: "orders.proxy-abc.eu-west-1.rds.amazonaws.com", port: 5432 },
    });
  });

  it("is refused with a secret beside it, and without TLS", () => {
    const stack = new Stack(newApp(), "Other");
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, "Secret", "s");
    expect(() => withInstance({ iamUser: "u", secret })).toThrow(/both a secret and iamUser "u" were given; give one/);
    expect(() => withInstance({ iamUser: "u", tls: TlsMode.DISABLE })).toThrow(
      /login by IAM without TLS; leave tls out/,
    );
    const options = { host: "h", iamUser: "u", resourceId: "db-ABCDEFGH", tls: TlsMode.DISABLE };
    expect(() => MonitoredDatabase.fromIam(options)).toThrow(/login by IAM without TLS; leave tls out/);
  });

  it("is what the config says", () => {
    const iam = { user: "driftwatch", resourceId: "cluster-ABCDEFGH" };
    const from = configTemplate({ databases: [{ id: "orders", iam, host: "db.example.com" }] });
    expect(connect(from)).toEqual({ action: "rds-db:connect", on: "cluster-ABCDEFGH/driftwatch" });
    expect(parseTarget(targetText(from))).toMatchObject({ host: "db.example.com", iam: { user: "driftwatch" } });
  });
});
