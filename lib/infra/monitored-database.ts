/** The database a monitor reads, and how it gets in. */

import { aws_ec2 as ec2, Fn, type aws_rds as rds, type aws_secretsmanager as secretsmanager } from "aws-cdk-lib";
import type { TargetTls } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";

/** How the connection is protected. */
export enum TlsMode {
  /** Encrypted; the certificate and the host name are checked. */
  VERIFY_FULL = "verify-full",
  /** Not encrypted. */
  DISABLE = "disable",
}

/** How to connect, whatever the database. */
export interface ConnectionOptions {
  /**
   * Name of the database.
   * @default - the secret's `dbname`, else `postgres`
   */
  readonly databaseName?: string;
  /**
   * How the connection is protected.
   * @default TlsMode.VERIFY_FULL
   */
  readonly tls?: TlsMode;
  /**
   * Certificates, as PEM text, to trust instead of those of RDS and Amazon.
   * @default - the RDS bundle shipped with the function, and Amazon's roots
   */
  readonly caBundle?: string;
}

/** How to connect to a database known by its secret alone. */
export interface SecretConnectionOptions extends ConnectionOptions {
  /**
   * Host name or address. Required where the secret has none: RDS-managed secrets hold user and password only.
   * @default - the secret's `host`
   */
  readonly host?: string;
  /**
   * Port.
   * @default - the secret's `port`, else 5432
   */
  readonly port?: number;
  /**
   * What the monitor's security group needs access to; its default port is opened to a monitor in a VPC.
   * @default - access is arranged elsewhere
   */
  readonly connectable?: ec2.IConnectable;
}

/** How to connect to an RDS database. */
export interface RdsConnectionOptions extends ConnectionOptions {
  /**
   * The secret with user and password of the monitor's login.
   * @default - the secret RDS made for the master user: better give the monitor a login of its own
   */
  readonly secret?: secretsmanager.ISecret;
  /**
   * User that logs in by IAM instead of a secret: `GRANT rds_iam` to it, and turn IAM authentication on at the database.
   * @default - login by the secret
   */
  readonly iamUser?: string;
}

/** How to connect to a database whose user logs in by IAM. */
export interface IamConnectionOptions extends ConnectionOptions {
  /** Host name. */
  readonly host: string;
  /** User that logs in by IAM. */
  readonly iamUser: string;
  /** Resource id of the instance, cluster or proxy: `db-…`, `cluster-…`, `prx-…`. */
  readonly resourceId: string;
  /**
   * Port.
   * @default 5432
   */
  readonly port?: number;
  /**
   * What the monitor's security group needs access to; its default port is opened to a monitor in a VPC.
   * @default - access is arranged elsewhere
   */
  readonly connectable?: ec2.IConnectable;
}

/** What a `MonitoredDatabase` tells its monitor. */
export interface MonitoredDatabaseConfig {
  /** Absent where the login is by IAM. */
  readonly secret?: secretsmanager.ISecret;
  /** Who logs in by IAM, and the resource id of where. */
  readonly iam?: { readonly user: string; readonly resourceId: string };
  /** Number tokens allowed. */
  readonly port?: number;
  readonly host?: string;
  readonly databaseName?: string;
  readonly tls: TargetTls;
  readonly connectable?: ec2.IConnectable;
}

/** One database to watch. */
export abstract class MonitoredDatabase {
  /** A PostgreSQL database anywhere, by the secret that leads to it. */
  static fromSecret(secret: secretsmanager.ISecret, options: SecretConnectionOptions = {}): MonitoredDatabase {
    const { host, port, connectable } = options;
    return new KnownDatabase({ secret, ...common(options), host, port, connectable });
  }

  /** An RDS instance. A monitor in a VPC is let into its security group. */
  static fromInstance(instance: rds.IDatabaseInstance, options: RdsConnectionOptions = {}): MonitoredDatabase {
    const { hostname: host, port } = instance.instanceEndpoint;
    return new KnownDatabase({
      ...loginOf(instance, options, () => instance.instanceResourceId),
      ...common(options),
      host,
      port,
      connectable: instance,
    });
  }

  /** A database behind RDS Proxy, which has no secret of its own. A monitor in a VPC is let into its security group. */
  static fromProxy(
    proxy: rds.IDatabaseProxy & Partial<ec2.IConnectable>,
    options: RdsConnectionOptions,
  ): MonitoredDatabase {
    const { connections } = proxy;
    return new KnownDatabase({
      // arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-0123456789abcdef0
      ...loginOf(proxy, options, () => Fn.select(6, Fn.split(":", proxy.dbProxyArn))),
      ...common(options),
      ...{ host: proxy.endpoint, port: 5432 },
      ...(connections && { connectable: { connections: onPort(connections, 5432) } }),
    });
  }

  /** A PostgreSQL database of RDS, known by its name and resource id, whose user logs in by IAM. */
  static fromIam(options: IamConnectionOptions): MonitoredDatabase {
    const { host, port, connectable, iamUser: user, resourceId, tls } = options;
    if (tls === TlsMode.DISABLE) throw withoutTls();
    return new KnownDatabase({ iam: { user, resourceId }, ...common(options), host, port, connectable });
  }

  /** An Aurora cluster, by its reader endpoint, or the writer's where it was imported without one. A monitor in a VPC is let into its security group. */
  static fromCluster(cluster: rds.IDatabaseCluster, options: RdsConnectionOptions = {}): MonitoredDatabase {
    const { hostname: host, port } = readerOf(cluster);
    return new KnownDatabase({
      ...loginOf(cluster, options, () => cluster.clusterResourceIdentifier),
      ...common(options),
      host,
      port,
      connectable: cluster,
    });
  }

  /** Called by the monitor. */
  abstract bind(): MonitoredDatabaseConfig;
}

class KnownDatabase extends MonitoredDatabase {
  constructor(private readonly config: MonitoredDatabaseConfig) {
    super();
  }

  override bind(): MonitoredDatabaseConfig {
    return this.config;
  }
}

const common = ({ databaseName, tls, caBundle }: ConnectionOptions) => ({
  databaseName,
  tls: { mode: tls ?? TlsMode.VERIFY_FULL, ...(caBundle !== undefined && { ca: caBundle }) },
});

/** A proxy does not say its port to those who are to be let in. */
const onPort = ({ securityGroups }: ec2.Connections, port: number): ec2.Connections =>
  new ec2.Connections({ securityGroups, defaultPort: ec2.Port.tcp(port) });

type LoginConfig = Pick<MonitoredDatabaseConfig, "secret" | "iam">;

function loginOf(database: object, options: RdsConnectionOptions, id: () => string | undefined): LoginConfig {
  const { iamUser, secret, tls } = options;
  if (iamUser === undefined) return { secret: secretOf(database, options) };
  if (secret) throw refuse(`both a secret and iamUser "${iamUser}" were given`, "give one of the two");
  if (tls === TlsMode.DISABLE) throw withoutTls();
  const resourceId = known(id);
  if (resourceId === undefined)
    throw refuse(
      "this database was imported without its resource id",
      "import it with instanceResourceId, a cluster with clusterResourceIdentifier",
    );
  return { iam: { user: iamUser, resourceId } };
}

function readerOf(cluster: rds.IDatabaseCluster): rds.Endpoint {
  const endpoint = known(() => cluster.clusterReadEndpoint) ?? known(() => cluster.clusterEndpoint);
  if (endpoint) return endpoint;
  throw refuse(
    "this cluster was imported without an endpoint",
    "import it with readerEndpointAddress or clusterEndpointAddress, and port",
  );
}

/** What a cluster was imported without throws when it is asked for. */
function known<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

const refuse = (got: string, remedy: string) => new DriftwatchError("bad-argument", got, remedy);

const withoutTls = () => refuse("login by IAM without TLS", "leave tls out: RDS takes tokens over TLS only");

function secretOf(database: object, options: RdsConnectionOptions): secretsmanager.ISecret {
  // Imported databases carry no secret, and the interfaces do not tell.
  const own = "secret" in database ? (database.secret as secretsmanager.ISecret | undefined) : undefined;
  const secret = options.secret ?? own;
  if (secret) return secret;
  throw new DriftwatchError(
    "bad-argument",
    "this database has no secret of its own",
    "pass `secret` with the monitor's login",
  );
}
