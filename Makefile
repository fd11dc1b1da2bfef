SHELL := /bin/bash
.DEFAULT_GOAL := help

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
VERSION     := $(shell git describe --always --dirty 2>/dev/null || echo unknown)

help: ## Print this message
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## Build bin/passerelle
	@CGO_ENABLED=0 go build -trimpath -tags timetzdata -ldflags "-s -w -X main.version=$(VERSION)" -o bin/passerelle ./cmd/passerelle

run: build ## One night on the sample that ships with the project, in ./demo
	@rm -rf demo && bin/passerelle demo demo >/dev/null && bin/passerelle run --config demo/passerelle.yaml; \
	  code=$$?; [ $$code -eq 0 ] || [ $$code -eq 3 ] || exit $$code

test: format vet lint unit race ## Everything that CI checks

format: ## Fail when gofmt would change a file
	@changed=$$(gofmt -l cmd ingest transform export schemas); [ -z "$$changed" ] || { echo "gofmt would change:"; echo "$$changed"; exit 1; }

vet: ## go vet
	@go vet ./...

lint: ## staticcheck
	@go run $(STATICCHECK) ./...

unit: ## All tests
	@go test -timeout 15m ./...

race: ## Tests of what runs concurrently, under the race detector
	@go test -race -short -run 'TestOpenAtOnce' ./schemas/store
	@go test -race -short -run 'TestSQLite/(readers_and_loads|offers_come_from_one_state)' ./schemas/store
	@go test -race -short ./export/shelf ./ingest/landing ./ingest/remote
	@go test -race -short ./transform/certify ./transform/search -run 'Concurren|Goroutine|Once|Parallel'

bench: ## Benchmarks
	@go test -run '^$$' -bench . -benchmem ./...

.PHONY: help build run test format vet lint unit race bench
