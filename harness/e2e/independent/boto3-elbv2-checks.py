"""Load balancers, as the AWS library for Python sees them, and each of their refusals. Prints a line for each check."""

import pathlib
import socket
import ssl
import time

import boto3
from awssession import check, control, done, material, refused
from botocore.config import Config

REGION = "us-east-1"
acm, elb = boto3.client("acm"), boto3.client("elbv2")
ACTIONS = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200", "ContentType": "text/plain"}}]
SUBNETS = ["subnet-1", "subnet-2"]


def settings(**changed):
    control("ELBV2_CONTROL", "settings", changed)


def state():
    return control("ELBV2_CONTROL", "state")


def imported(name, **more):
    return acm.import_certificate(**material(name), **more)["CertificateArn"]


def chosen(*arns):
    return [{"CertificateArn": arn} for arn in arns]


def in_use_by(arn):
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]["InUseBy"]


def shown(address, name=None):
    """The leaf of a handshake, by a TLS client that is not ours."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((address["host"], address["port"]), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secured:
            return secured.getpeercert(binary_form=True)


def leaf(name):
    return ssl.PEM_cert_to_DER_cert(pathlib.Path(f"{name}.crt").read_text())


# A load balancer of each type, with a listener.
one, two, shop = imported("first"), imported("renewed"), imported("shop")
made = elb.create_load_balancer(Name="site", Subnets=SUBNETS, Tags=[{"Key": "a", "Value": "b c"}])["LoadBalancers"][0]
balancer = made["LoadBalancerArn"]
check("create_load_balancer", made["State"]["Code"] == "active" and made["Type"] == "application", made)
check("its time is a time", hasattr(made["CreatedTime"], "year"), made)
again = elb.create_load_balancer(Name="site", Subnets=SUBNETS)["LoadBalancers"][0]["LoadBalancerArn"]
check("creating it again gives the one that there is", again == balancer, again)
network = elb.create_load_balancer(Name="net", Type="network", Subnets=SUBNETS)["LoadBalancers"][0]["LoadBalancerArn"]
elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[balancer, network])


def listener_of(arn, protocol="HTTPS", port=443, **more):
    asked = {"LoadBalancerArn": arn, "Protocol": protocol, "Port": port, "DefaultActions": ACTIONS, **more}
    return elb.create_listener(**asked)["Listeners"][0]


first = listener_of(balancer, Certificates=chosen(one))
arn = first["ListenerArn"]
check("create_listener", (first["Certificates"], first["Port"]) == (chosen(one), 443), first)
check("it has the policy of the API", first["SslPolicy"] == "ELBSecurityPolicy-2016-08", first)
check("its actions are kept", first["DefaultActions"] == ACTIONS, first)
tls = listener_of(network, "TLS", Certificates=chosen(one))["ListenerArn"]
plain = listener_of(balancer, "HTTP", 80)["ListenerArn"]
check("ACM names both load balancers", sorted(in_use_by(one)) == sorted([balancer, network]), in_use_by(one))
tags = elb.describe_tags(ResourceArns=[balancer])["TagDescriptions"][0]["Tags"]
check("describe_tags", tags == [{"Key": "a", "Value": "b c"}], tags)
limits = {each["Name"]: each["Max"] for each in elb.describe_account_limits()["Limits"]}
check("describe_account_limits", limits["certificates-per-network-load-balancer"] == "25", limits)
ports = [each["Port"] for each in elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]]
check("describe_listeners", ports == [443, 80], ports)
settings(pageSize=1)
pages = elb.get_paginator("describe_listeners").paginate(LoadBalancerArn=balancer)
check("the paginator of the listeners", sum(len(page["Listeners"]) for page in pages) == 2)
settings(pageSize=400)


# The certificates of a listener, and what it serves.
def modify(*arns, listener=arn, **more):
    return elb.modify_listener(ListenerArn=listener, **({"Certificates": chosen(*arns)} if arns else {}), **more)


def add(*arns, listener=arn):
    return elb.add_listener_certificates(ListenerArn=listener, Certificates=chosen(*arns))["Certificates"]


def remove(*arns, listener=arn):
    return elb.remove_listener_certificates(ListenerArn=listener, Certificates=chosen(*arns))


def listed(listener=arn):
    pages = elb.get_paginator("describe_listener_certificates").paginate(ListenerArn=listener)
    return [(each["CertificateArn"], each["IsDefault"]) for page in pages for each in page["Certificates"]]


address = control("ELBV2_CONTROL", "listeners", {"arn": arn})
check("the default is served", shown(address) == leaf("first"))
modify(two)
check("modify_listener points it at another, which is then served", shown(address) == leaf("renewed"))
check("and leaves the rest", elb.describe_listeners(ListenerArns=[arn])["Listeners"][0]["Port"] == 443)
add(shop)
check("add_listener_certificates", add(shop) == [{"CertificateArn": shop, "IsDefault": False}])
served = [shown(address, name) for name in ("web.shop.example", "www.example.com", "shop.example")]
check("a wildcard is served to its names", served == [leaf("shop"), leaf("renewed"), leaf("renewed")])
add(two)
check("a default that is in the list comes twice", listed() == [(two, True), (shop, False), (two, False)], listed())
acm.import_certificate(CertificateArn=two, **material("first"))
check("a re-import changes what is served", shown(address) == leaf("first"))
time.sleep(0.7)
settings(propagation=600)
modify(shop)
before = shown(address)
time.sleep(0.7)
check("a change takes a while, when it is told to", (before, shown(address)) == (leaf("first"), leaf("shop")))
settings(propagation=0)
modify(one)
settings(lateReads={"reads": 1})
modify(two)
reads = [elb.describe_listeners(ListenerArns=[arn])["Listeners"][0]["Certificates"] for _ in range(2)]
check("so do reads", reads == [chosen(one), chosen(two)], reads)
settings(lateReads=None)
fresh = imported("first")
settings(lateCertificates={"reads": 2})
tries = []
for _ in range(3):
    try:
        modify(fresh)
        tries.append("done")
    except elb.exceptions.CertificateNotFoundException:
        tries.append("not found")
check("a new certificate is not found for a while", tries == ["not found", "not found", "done"], tries)
settings(lateCertificates=None)
patient = boto3.client("elbv2", config=Config(retries={"mode": "standard", "total_max_attempts": 3}))
control("ELBV2_CONTROL", "faults", {"operation": "DescribeAccountLimits", "kind": "throttle", "on": {"times": 2}})
patient.describe_account_limits()
used = control("ELBV2_CONTROL", "faults")["faults"][0]["used"]
check("a client that retries takes Throttling for throttling", used == 2, used)

# What is refused of certificates.
missing = one[: one.rindex("/") + 1] + "00000000-0000-4000-8000-000000000000"
not_valid = "ValidationError"


def bad(name, code, words, work):
    refused(name, code, words, work, state)


too_many = "Up to '1' certificate ARNs can be specified, but '2' were specified"
bad("two defaults", "TooManyCertificates", too_many, lambda: modify(one, two))
bad("two at a time", not_valid, too_many, lambda: add(one, two))
marked = [{"CertificateArn": one, "IsDefault": False}]
words = "You cannot set the isDefault parameter"
bad("a mark in a change", not_valid, words, lambda: elb.modify_listener(ListenerArn=arn, Certificates=marked))
adding = lambda: elb.add_listener_certificates(ListenerArn=arn, Certificates=marked)  # noqa: E731
bad("a mark in the list", not_valid, words, adding)
words = "A certificate cannot be specified for HTTP listeners"
bad("a certificate for HTTP", not_valid, words, lambda: modify(one, listener=plain))
bad("one in the list of HTTP", not_valid, words, lambda: add(one, listener=plain))
bad("one for a new listener of HTTP", not_valid, words, lambda: listener_of(balancer, "HTTP", 81, Certificates=chosen(one)))
words = "A certificate must be specified for HTTPS listeners"
bad("HTTPS without a certificate", not_valid, words, lambda: listener_of(balancer, port=8443))
bad("HTTP that becomes HTTPS without one", not_valid, words, lambda: modify(listener=plain, Protocol="HTTPS"))
bad("a certificate that is not there", "CertificateNotFound", f"'{missing}' not found", lambda: modify(missing))
bad("one that is not there, for the list", "CertificateNotFound", missing, lambda: add(missing))
iam = "arn:aws:iam::123456789012:server-certificate/site"
bad("a server certificate of IAM", "CertificateNotFound", iam, lambda: modify(iam))
elsewhere = one.replace(REGION, "eu-west-1")
bad("a certificate of another region", not_valid, f"Certificate ARN '{elsewhere}' is not valid", lambda: modify(elsewhere))
others = one.replace("123456789012", "222222222222")
bad("a certificate of another account", not_valid, f"Certificate ARN '{others}' is not valid", lambda: modify(others))
big = imported("rsa4096")
words = "a supported signature, and a supported key size"
bad("RSA 4096 for a network load balancer", "UnsupportedCertificate", words, lambda: modify(big, listener=tls))
modify(big)
check("and not for an application load balancer", listed()[0] == (big, True), listed())
expired = pathlib.Path("expired.arn").read_text()
bad("an expired certificate", not_valid, f"Certificate ARN '{expired}' is not valid", lambda: modify(expired))
modify(one)
bad("that the default be removed", "OperationNotPermitted", "Default certificate cannot be removed", lambda: remove(one))
bad("that one be removed that is not listed", "CertificateNotFound", "not found", lambda: remove(big))
many = [imported("first") for _ in range(24)]
for extra in many[:23]:
    add(extra)
words = "maximum number of certificates"
bad("the 26th certificate", "TooManyCertificates", words, lambda: add(many[23]))
check("the default is not among the 25", len(listed()) == 26, len(listed()))
refused("a deletion of what is listed", "ResourceInUseException", many[0], lambda: acm.delete_certificate(CertificateArn=many[0]), state)

# What is refused of listeners and load balancers.
nobody = balancer[: balancer.rindex("/") + 1] + "0123456789abcdef"
lost = arn[: arn.rindex("/") + 1] + "0123456789abcdef"
bad("a listener that is not there", "ListenerNotFound", "One or more listeners not found", lambda: modify(one, listener=lost))
bad("what is no listener", not_valid, "is not a valid listener ARN", lambda: modify(one, listener=balancer))
words = f"Load balancer '{nobody}' not found"
bad("a load balancer that is not there", "LoadBalancerNotFound", words, lambda: elb.describe_listeners(LoadBalancerArn=nobody))
bad("one by its name", "LoadBalancerNotFound", "'[other]' not found", lambda: elb.describe_load_balancers(Names=["other"]))
words = "is not a valid load balancer ARN"
bad("what is no load balancer", not_valid, words, lambda: elb.describe_load_balancers(LoadBalancerArns=["site"]))
both = {"Names": ["site"], "LoadBalancerArns": [balancer]}
bad("names and ARNs at once", not_valid, "at the same time", lambda: elb.describe_load_balancers(**both))
bad("listeners of nothing", not_valid, "either listener ARNs or a load balancer ARN", elb.describe_listeners)
words = "Listener protocol 'TLS' must be one of 'HTTP, HTTPS'"
bad("TLS of an application load balancer", not_valid, words, lambda: modify(Protocol="TLS"))
words = "SSL policy 'ELBSecurityPolicy-Best' not found"
bad("a policy that there is not", "SSLPolicyNotFound", words, lambda: modify(SslPolicy="ELBSecurityPolicy-Best"))
policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
bad("a policy for HTTP", not_valid, "cannot be specified for HTTP", lambda: modify(listener=plain, SslPolicy=policy))
words = "An SSL policy must be specified for HTTPS listeners"
bad("HTTP that becomes HTTPS without one", not_valid, words, lambda: modify(one, listener=plain, Protocol="HTTPS"))
words = "A listener already exists on this port"
bad("a second listener at one port", "DuplicateListener", words, lambda: modify(listener=plain, Port=443))
create = lambda **asked: lambda: elb.create_load_balancer(**{"Name": "new", "Subnets": SUBNETS, **asked})  # noqa: E731
bad("a name twice", "DuplicateLoadBalancerName", "'net' exists", create(Name="net"))
bad("a name that cannot be", not_valid, "'internal-x' is not valid", create(Name="internal-x"))
bad("a single subnet", not_valid, "At least two subnets in two different Availability Zones", create(Subnets=["subnet-1"]))
bad("tags of 21 resources", not_valid, "Up to '20'", lambda: elb.describe_tags(ResourceArns=[balancer] * 21))
bad("a page that no list has given", not_valid, "marker", lambda: elb.describe_account_limits(Marker="x"))
bad("a page of 401", not_valid, "less than or equal to 400", lambda: elb.describe_account_limits(PageSize=401))
bad("an operation that is not emulated", "InvalidAction", "DescribeSSLPolicies", elb.describe_ssl_policies)
settings(rates={"DescribeAccountLimits": 1})
elb.describe_account_limits()
bad("a second call of one second, where one is allowed", "Throttling", "Rate exceeded", elb.describe_account_limits)
control("ELBV2_CONTROL", "reset", {})
check("what is forgotten is free", in_use_by(one) == [], in_use_by(one))

done()
