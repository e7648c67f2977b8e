"""The AWS library for Python against the emulator that AWS_ENDPOINT_URL names. Prints a line for each check."""

import pathlib

import boto3
from awssession import check, done, material

acm = boto3.client("acm")

arn = acm.import_certificate(**material("python"), Tags=[{"Key": "from", "Value": "python"}])["CertificateArn"]
detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
check("describe_certificate", detail["Type"] == "IMPORTED" and detail["Status"] == "ISSUED", detail)
check("dates are dates", hasattr(detail["ImportedAt"], "year") and hasattr(detail["NotAfter"], "year"), detail)
tags = acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]
check("tags of a first import", tags == [{"Key": "from", "Value": "python"}], tags)
again = acm.import_certificate(CertificateArn=arn, **material("python"))["CertificateArn"]
check("re-import keeps the ARN", again == arn, again)
pages = acm.get_paginator("list_certificates").paginate(Includes={"keyTypes": ["EC_prime256v1"]}, MaxItems=1000)
listed = [summary["CertificateArn"] for page in pages for summary in page["CertificateSummaryList"]]
check("the paginator of the list", arn in listed, listed)
acm.delete_certificate(CertificateArn=arn)
try:
    acm.get_certificate(CertificateArn=arn)
    check("a deleted certificate is not found", False, "it was")
except acm.exceptions.ResourceNotFoundException as error:
    check("a deleted certificate is not found", arn in str(error), error)
try:
    acm.import_certificate(**{**material("python"), "PrivateKey": pathlib.Path("other.key").read_bytes()})
    check("a key of another certificate is refused", False, "it was taken")
except acm.exceptions.ClientError as error:
    check("a key of another certificate is refused", error.response["Error"]["Code"] == "ValidationException", error)

done()
