/** What the emulator of AWS reports as created and does not create: of that, the template is the proof. */

import { Template } from "aws-cdk-lib/assertions";
import { expect } from "vitest";

/** @param schedules of each database, by its id */
export function expectPassedOver(deployed: object, schedules: Readonly<Record<string, string>>): void {
  const template = Template.fromJSON(deployed);
  const of = (type: string) => Object.entries(template.findResources(`AWS::${type}`));
  const [topic] = of("SNS::Topic").map(([Ref]) => ({ Ref }));
  const [queue] = of("SQS::Queue").map(([name]) => ({ "Fn::GetAtt": [name, "Arn"] }));
  const planned = of("Scheduler::Schedule").map(([, { Properties }]) => Properties);
  for (const [id, ScheduleExpression] of Object.entries(schedules)) {
    const [name] = of("Lambda::Function").find(([, { Properties }]) => Properties.FunctionName === `Driftwatch-${id}`)!;
    expect(planned.find(({ Target }) => Target.Arn["Fn::GetAtt"][0] === name)).toMatchObject({
      ...{ ScheduleExpression, State: "ENABLED" },
      FlexibleTimeWindow: { Mode: "FLEXIBLE" },
    });
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      ...{ FunctionName: { Ref: name }, MaximumRetryAttempts: 2 },
      DestinationConfig: { OnFailure: { Destination: queue } },
    });
    for (const MetricName of ["Errors", "Invocations"])
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        ...{ MetricName, Dimensions: [{ Name: "FunctionName", Value: { Ref: name } }] },
        ...{ AlarmActions: [topic], OKActions: [topic] },
      });
  }
  for (const policy of ["S3::BucketPolicy", "SNS::TopicPolicy", "SQS::QueuePolicy"])
    expect(JSON.stringify(of(policy))).toMatch(/"aws:SecureTransport":"false"/);
}
