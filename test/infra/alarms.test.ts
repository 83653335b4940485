import { Duration, Stack, aws_scheduler as scheduler, aws_sns as sns } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { parseTarget } from "../../lib/config/target.ts";
import { silentHours } from "../../lib/infra/alarms.ts";
import { monitorIn, monitorTemplate, newApp, targetText } from "./synth.ts";

describe("the alarms", () => {
  it("tell that the last check failed, and do not take silence for an answer", () => {
    monitorTemplate().hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "Errors",
      Statistic: "Minimum",
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "ignore",
    });
  });

  it.each([
    ["the default", undefined, 26],
    ["every 15 minutes", scheduler.ScheduleExpression.rate(Duration.minutes(15)), 3],
    ["on weekdays", scheduler.ScheduleExpression.expression("cron(0 3 ? * MON-FRI *)"), 74],
  ])("tell that checks have stopped: %s", (_, schedule, hours) => {
    monitorTemplate({ schedule }).hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmDescription: Match.stringLikeRegexp(`"orders" for ${hours} hours`),
      MetricName: "Invocations",
      Statistic: "Sum",
      Period: 3600,
      EvaluationPeriods: hours,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
  });

  it("stay within CloudWatch's week", () => {
    expect(silentHours(166 * 60)).toBe(168);
    expect(silentHours(166 * 60 + 1)).toBeUndefined();
    expect(silentHours(Number.POSITIVE_INFINITY)).toBeUndefined();
  });

  it.each([
    ["the default", undefined, 26],
    ["every 15 minutes", scheduler.ScheduleExpression.rate(Duration.minutes(15)), 26],
    ["on weekdays", scheduler.ScheduleExpression.expression("cron(0 3 ? * MON-FRI *)"), 74],
    ["once a month", scheduler.ScheduleExpression.expression("cron(0 3 1 * ? *)"), 746],
  ])("tell, if asked to, that checks come to no verdict: %s", (_, schedule, hours) => {
    monitorTemplate({ schedule, noVerdictAlarm: true }).hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmDescription: Match.stringLikeRegexp(`"orders" .* more than ${hours} hours`),
      MetricName: "HoursSinceVerdict",
      Statistic: "Maximum",
      Threshold: hours,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "ignore",
    });
  });

  it("can be switched off", () => {
    monitorTemplate({ errorsAlarm: false, notRunningAlarm: false }).resourceCountIs("AWS::CloudWatch::Alarm", 0);
    monitorTemplate({ enabled: false, noVerdictAlarm: true }).resourceCountIs("AWS::CloudWatch::Alarm", 1);
  });

  it("go also to topics that come later, and to each once", () => {
    const stack = new Stack(newApp(), "Test");
    const topic = new sns.Topic(stack, "OnCall");
    const monitor = monitorIn(stack, { alertTopics: [topic], alertFormat: "json" });
    const pager = new sns.Topic(stack, "Pager");
    for (const _ of [1, 2]) monitor.addAlertTopic(pager, { format: "pager" });
    expect(() => monitor.addAlertTopic(topic)).toThrow(
      "the topic Test/OnCall is to have alerts as json and as text; give each format a topic of its own",
    );
    const template = Template.fromStack(stack);
    const actions = [{ Ref: Match.stringLikeRegexp("OnCall") }, { Ref: Match.stringLikeRegexp("Pager") }];
    template.allResourcesProperties("AWS::CloudWatch::Alarm", { AlarmActions: actions, OKActions: actions });
    expect(parseTarget(targetText(template)).alertTopics).toEqual([
      { arn: "<OnCall>", format: "json" },
      { arn: "<Pager>", format: "pager" },
    ]);
  });

  it("go where the alerts go", () => {
    const alertTopics = (stack: Stack) => ({ alertTopics: [new sns.Topic(stack, "OnCall")] });
    const topic = { Ref: Match.stringLikeRegexp("OnCall") };
    monitorTemplate(alertTopics).allResourcesProperties("AWS::CloudWatch::Alarm", {
      AlarmActions: [topic],
      OKActions: [topic],
    });
  });
});
