"""Terraform makes production and development on AWS's books on loopback, what it made is looked at, and all of it is taken down."""
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def terraform(folder, environment, *arguments, codes=(0,)):
    done = subprocess.run(["terraform", *arguments], cwd=folder, env={**os.environ, **environment}, text=True, capture_output=True, timeout=1500)
    assert done.returncode in codes, f"terraform {arguments[0]}: {done.stdout[-6000:]}\n{done.stderr[-6000:]}"
    return done


def made_and_taken_down(cloud, tmp_path, name, variables, look):
    work = tmp_path / "infra"
    shutil.copytree(ROOT / "infra", work, ignore=shutil.ignore_patterns(".terraform*"))
    folder = work / "environments" / name
    (folder / "backend_override.tf").write_text('terraform {\n  backend "local" {}\n}\n')
    zone = cloud.client("route53").create_hosted_zone(Name="snaketron.example", CallerReference=name)["HostedZone"]["Id"].rsplit("/", 1)[-1]
    arguments = ["-no-color", "-input=false", *(f"-var={key}={value}" for key, value in {"zone_id": zone, **variables}.items())]
    mirror = os.environ.get("TF_PROVIDER_MIRROR")
    terraform(folder, cloud.environment, "init", "-no-color", "-input=false", *([f"-plugin-dir={mirror}"] if mirror else []))
    terraform(folder, cloud.environment, "apply", "-auto-approve", *arguments)
    look(json.loads(terraform(folder, cloud.environment, "output", "-json").stdout))
    terraform(folder, cloud.environment, "destroy", "-auto-approve", *arguments)
    left = json.loads((folder / "terraform.tfstate").read_text())["resources"]
    assert left == [], "nothing is left in the state"


@pytest.mark.parametrize("layout", ["default", "private"])
def test_production(cloud, tmp_path, layout):
    def look(outputs):
        pipeline = outputs["pipeline"]["value"]
        service = cloud.client("ecs").describe_services(cluster=pipeline["DEPLOY_CLUSTER"], services=[pipeline["DEPLOY_SERVICE"]])["services"][0]
        assert service["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"] == ("ENABLED" if layout == "default" else "DISABLED")
        definition = cloud.client("ecs").describe_task_definition(taskDefinition=pipeline["DEPLOY_FAMILY"])["taskDefinition"]
        assert [one["name"] for one in definition["containerDefinitions"]] == ["registry", "consensus", "simulation", "gateway"]
        assert all(one["stopTimeout"] == 120 for one in definition["containerDefinitions"])
        block = cloud.client("s3").get_public_access_block(Bucket=pipeline["DEPLOY_BUCKET"])["PublicAccessBlockConfiguration"]
        assert all(block.values()), "no public bucket"
        database = cloud.client("rds").describe_db_instances(DBInstanceIdentifier="snaketron")["DBInstances"][0]
        assert database["PubliclyAccessible"] is False and database["StorageEncrypted"] is True
        open_to_all = [(rule["FromPort"], rule["ToPort"]) for rule in cloud.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
                       if not rule["IsEgress"] and rule.get("CidrIpv4") == "0.0.0.0/0"]
        assert sorted(open_to_all) == [(80, 80), (443, 443)], "only the load balancer is open"
        group = cloud.client("elbv2").describe_target_groups(Names=["snaketron-game-ws"])["TargetGroups"][0]
        assert (group["HealthCheckPath"], group["HealthCheckIntervalSeconds"]) == ("/health/ready", 5)
        assert cloud.client("cloudwatch").describe_alarms(AlarmNamePrefix="snaketron-")["MetricAlarms"]
        names = {one["Name"] for one in cloud.client("secretsmanager").list_secrets()["SecretList"]}
        assert {"snaketron/tokens", "snaketron/certificates"} <= names
        secret = next(one for one in cloud.client("secretsmanager").list_secrets()["SecretList"] if one["Name"] == "snaketron/tokens")
        assert not secret.get("SecretVersionsToStages"), "Terraform gives no secret a value"

    made_and_taken_down(cloud, tmp_path, "production", {
        "api_host": "api.snaketron.example", "page_host": "play.snaketron.example", "repository": "snaketron/snaketron",
        "addresses": '["ops@snaketron.example"]', "layout": layout, "started": "false", "protected": "false"}, look)


def production_of(cloud) -> dict:
    """What development takes over: production's load balancer, that one's security group, and GitHub's identity provider."""
    ec2, elb = cloud.client("ec2"), cloud.client("elbv2")
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    subnets = [one["SubnetId"] for one in ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]]
    group = ec2.create_security_group(GroupName="load-balancer", Description="production's", VpcId=vpc)["GroupId"]
    balancer = elb.create_load_balancer(Name="snaketron", Subnets=subnets, SecurityGroups=[group])["LoadBalancers"][0]
    certificate = cloud.client("acm").request_certificate(DomainName="api.snaketron.example", ValidationMethod="DNS")["CertificateArn"]
    listener = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])["Listeners"][0]["ListenerArn"]
    provider = cloud.client("iam").create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40])
    return {"entrance": {"listener_arn": listener, "load_balancer_arn_suffix": balancer["LoadBalancerArn"].split("loadbalancer/")[1],
                         "dns_name": balancer["DNSName"], "zone_id": balancer["CanonicalHostedZoneId"]},
            "load_balancer_group_id": group, "identity_provider_arn": provider["OpenIDConnectProviderArn"]}


def test_development(cloud, tmp_path):
    shared = production_of(cloud)
    elb = cloud.client("elbv2")

    def rules() -> list[list]:
        found = elb.describe_rules(ListenerArn=shared["entrance"]["listener_arn"])["Rules"]
        return [one["Conditions"] for one in found if not one.get("IsDefault")]

    def look(outputs):
        pipeline = outputs["pipeline"]["value"]
        assert len(elb.describe_load_balancers()["LoadBalancers"]) == 1, "it has none of its own"
        conditions = rules()
        assert conditions and all("api.dev.snaketron.example" in str(one) for one in conditions), f"its own host name alone leads to it: {conditions}"
        service = cloud.client("ecs").describe_services(cluster=pipeline["DEPLOY_CLUSTER"], services=[pipeline["DEPLOY_SERVICE"]])["services"][0]
        assert service["desiredCount"] == 0
        actions = cloud.client("application-autoscaling").describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"]
        assert {one["ScheduledActionName"].rsplit("-", 1)[-1] for one in actions} == {"stop", "start"}, "the node sleeps at night"
        schedules = cloud.client("scheduler").list_schedules()["Schedules"]
        assert {one["Name"].rsplit("-", 1)[-1] for one in schedules} == {"stop", "start"}, "the database too"
        names = {one["Name"] for one in cloud.client("secretsmanager").list_secrets()["SecretList"]}
        assert {"snaketron-development/tokens", "snaketron-development/certificates"} <= names
        assert len(cloud.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]) == 1, "an account has one"

    made_and_taken_down(cloud, tmp_path, "development", {
        "api_host": "api.dev.snaketron.example", "page_host": "play.dev.snaketron.example", "repository": "snaketron/snaketron",
        "addresses": '["ops@snaketron.example"]', "started": "false", "shared": json.dumps(shared)}, look)
    assert rules() == [] and len(elb.describe_load_balancers()["LoadBalancers"]) == 1, "production's load balancer is as it was"
