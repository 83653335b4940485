/** CloudWatch, as far as an alarm on one metric goes: what is taken, and what state an alarm of a template is in then. */

import { flat } from "./synth.ts";

interface Datum {
  readonly series: string;
  /** ms since 1970. */
  readonly at: number;
  readonly value: number;
}

type Dimensions = Readonly<Record<string, string>>;

const seriesOf = (namespace: string, metric: string, dimensions: Dimensions): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).sort()]);

export class CloudWatch {
  readonly data: Datum[] = [];

  put(namespace: string, metric: string, dimensions: Dimensions, at: number, value: number): void {
    this.data.push({ series: seriesOf(namespace, metric, dimensions), at, value });
  }

  /** Takes what is in the embedded metric format in a log. */
  read(log: string): void {
    for (const line of log.split("\n").filter((it) => it.includes('"_aws"'))) {
      const entry = JSON.parse(line) as EmbeddedMetrics;
      for (const { Namespace, Dimensions, Metrics } of entry._aws.CloudWatchMetrics)
        for (const names of Dimensions)
          for (const { Name } of Metrics)
            this.put(
              ...([Namespace, Name, Object.fromEntries(names.map((name) => [name, String(entry[name])]))] as const),
              ...([entry._aws.Timestamp, Number(entry[Name])] as const),
            );
    }
  }
}

interface EmbeddedMetrics {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [field: string]: unknown;
}

/** As a template has it. */
export interface AlarmProperties {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic: "Sum" | "Maximum" | "Minimum";
  /** Seconds. */
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: "GreaterThanOrEqualToThreshold" | "GreaterThanThreshold" | "LessThanThreshold";
  readonly TreatMissingData: "missing" | "ignore" | "breaching" | "notBreaching";
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** Periods that are looked at beyond those that are evaluated. */
const BEYOND = 2;

const STATISTICS = {
  Sum: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values: readonly number[]) => Math.max(...values),
  Minimum: (values: readonly number[]) => Math.min(...values),
} as const;

export class Alarm {
  state: AlarmState = "INSUFFICIENT_DATA";
  readonly #properties: AlarmProperties;
  readonly #series: string;

  constructor(properties: AlarmProperties) {
    const { Namespace, MetricName, Dimensions } = properties;
    this.#properties = properties;
    const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, flat(Value)]));
    this.#series = seriesOf(Namespace, MetricName, dimensions);
  }

  evaluate({ data }: CloudWatch, now: number): AlarmState {
    const { Period, EvaluationPeriods, Statistic } = this.#properties;
    const period = Period * 1_000;
    const newest = Math.floor(now / period) * period;
    const own = data.filter(({ series, at }) => series === this.#series && at <= now);
    const points = Array.from({ length: EvaluationPeriods + BEYOND }, (_, index) => {
      const from = newest - index * period;
      const values = own.filter(({ at }) => at >= from && at < from + period).map(({ value }) => value);
      return values.length === 0 ? null : STATISTICS[Statistic](values);
    });
    this.state = this.#judge(points);
    return this.state;
  }

  /**
   * As the table in the user guide says it ("how alarm state is evaluated when data is missing"): the newest points that
   * there are, those beyond the evaluated periods too; only where they are too few, what stands for missing ones.
   */
  #judge(points: readonly (number | null)[]): AlarmState {
    const { EvaluationPeriods: wanted, DatapointsToAlarm: needed = wanted, TreatMissingData } = this.#properties;
    const real = points.filter((point) => point !== null);
    const missing = Math.max(wanted - real.length, 0);
    const bad = real.slice(0, wanted).filter((value) => this.#breaches(value)).length;
    if (missing === 0 || bad + missing < needed) return bad >= needed ? "ALARM" : "OK";
    switch (TreatMissingData) {
      case "ignore":
        return this.state;
      case "missing":
        return real.length === 0 ? "INSUFFICIENT_DATA" : "ALARM";
      case "breaching":
        return "ALARM";
      case "notBreaching":
        return bad >= needed ? "ALARM" : "OK";
    }
  }

  #breaches(value: number): boolean {
    const { ComparisonOperator, Threshold } = this.#properties;
    if (ComparisonOperator === "LessThanThreshold") return value < Threshold;
    return value > Threshold || (ComparisonOperator === "GreaterThanOrEqualToThreshold" && value === Threshold);
  }
}
