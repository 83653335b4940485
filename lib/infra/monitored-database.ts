/** The database a monitor reads, and how it gets in. */

import type { aws_ec2 as ec2, aws_rds as rds, aws_secretsmanager as secretsmanager } from "aws-cdk-lib";
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
}

/** What a `MonitoredDatabase` tells its monitor. */
export interface MonitoredDatabaseConfig {
  readonly secret: secretsmanager.ISecret;
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
      secret: secretOf(instance, options),
      ...common(options),
      host,
      port,
      connectable: instance,
    });
  }

  /** An Aurora cluster, by its reader endpoint. A monitor in a VPC is let into its security group. */
  static fromCluster(cluster: rds.IDatabaseCluster, options: RdsConnectionOptions = {}): MonitoredDatabase {
    const host = cluster.clusterReadEndpoint.hostname;
    const { port } = cluster.clusterEndpoint;
    return new KnownDatabase({
      secret: secretOf(cluster, options),
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
