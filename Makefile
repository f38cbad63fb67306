# The one door. Every target sets up what it needs.
SHELL := /bin/bash
CONFIG ?= release
NODES ?= 3
BIN = .build/$(CONFIG)

.DEFAULT_GOAL := help
.PHONY: help setup build client next up down status test test-long check format bench bench-rpc bench-consensus bench-failover bench-faults bench-quota bench-game bench-counts bench-hostile bench-abuse bench-roll bench-bots bench-netcode soak-games determinism fuzz fuzz-http fuzz-rpc fuzz-sql sanitize cluster-test soak nemesis clean compose-up compose-down compose-test

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: ## install what is missing (Debian packages)
	@scripts/setup

build: setup ## build the services and the command line tool
	@scripts/build $(CONFIG)

client: setup ## build the browser client into .build/client
	@scripts/build-client

up: build client ## run the game on NODES=3 nodes until Ctrl-C
	@echo "[4/4] starting $(NODES) nodes"
	@exec $(BIN)/snaketron up --nodes $(NODES)

next: build ## build the stand-in for the next version into .build-next/release, to be rolled to
	@scripts/build-next

bench-roll: next client ## roll to the next version and back under PLAYERS=200 on three and on nine nodes: gaps, reconnects, counts
	@scripts/setup --test
	@for nodes in $(or $(ROLL_NODES),3 9); do ROLL_NODES=$$nodes ROLL_PLAYERS=$(or $(PLAYERS),200) \
	    SNAKETRON_NEXT_BUILD="$$PWD/.build-next/release" PATH="$$PWD/.build/venv/bin:$$PATH" \
	    scripts/test-processes Tests/Integration/Versions/test_rolling.py -s -k next_version || exit 1; \
	    grep -E '^[0-9]+ players' .build/artifacts/test_rolling.txt; done

down: ## stop a cluster that was started with --detach, or left behind
	@if [ -x $(BIN)/snaketron ]; then $(BIN)/snaketron down; else echo "nothing to stop: not built yet"; fi

status: ## show nodes, roles, terms, commit, lag, games
	@$(BIN)/snaketron status

test: ## set everything up and pass the tests
	@scripts/test $(CONFIG)

test-long: ## pass the rest: two builds rolled, long series of faults, every page
	@scripts/test --long $(CONFIG)

check: ## layout, imports, pages, units of numbers, formatting, generated code
	@scripts/setup --test
	@scripts/check

.PHONY: infra-check infra-test
infra-check: ## check Terraform, workflows and deployment scripts, without a cloud
	@scripts/infra-check

infra-test: ## make the infrastructure on a simulated AWS, deploy to it, and take it down
	@scripts/infra-test

format: ## format Swift sources in place
	@swift format format --in-place --parallel --recursive --configuration .swift-format \
	    $$(git ls-files '*.swift' | grep -v /Generated/)

bench-consensus: ## measure consensus against etcd
	@scripts/bench/consensus

bench-bots: ## measure what bots and matchmaking cost
	@SNAKETRON_BENCHMARKS=1 SNAKETRON_TARGETS=world-bench swift build -c release --product world-bench
	@.build/release/world-bench

bench-failover: build ## measure how long a cluster stands still when its leader dies: KILLS=100 STOPS=30 HANGS=30
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/failover.py \
		--kills $(or $(KILLS),100) --stops $(or $(STOPS),30) --hangs $(or $(HANGS),30) --idle 20

bench-faults: build ## play while any one node or link fails in any way; what players noticed: FAULTS=20 LONGEST=10 KIND='disk full'
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/faults.py --faults $(or $(FAULTS),20) --longest $(or $(LONGEST),10) $(if $(KIND),--kind '$(KIND)')

bench-quota: build ## play and commit under 0.25 CPU a node with busy neighbours; fails if there is an election, or a simulation taken for hung: MINUTES=10
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/quota.py --minutes $(or $(MINUTES),10)

bench-hostile: build client ## open CONNECTIONS=1000 hostile connections on each public port and watch what the processes hold
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/hostile.py \
		--connections $(or $(CONNECTIONS),1000)

bench-abuse: bench-hostile ## the same, and play with 300 honest users under 0.25 CPU a node, alone and beside 50 hostile ones: SECONDS=60
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/abuse.py --seconds $(or $(SECONDS),60)

.PHONY: bench-page
bench-page: build client ## measure the page in Chromium: key to picture, main thread, long tasks, memory over MATCHES=100 matches
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/page.py --matches $(or $(MATCHES),100)

bench-netcode: ## play simulated matches over bad links; corrections, late commands, leads: SEEDS=100
	@SNAKETRON_TARGETS=GameCoreTests scripts/build $(CONFIG) --build-tests
	@NETCODE_SEEDS=$(or $(SEEDS),100) SNAKETRON_TARGETS=GameCoreTests scripts/swift-test $(CONFIG) --filter NetcodeTests | grep -E 'NETCODE|✘'

bench-rpc: ## measure gRPC against C++ gRPC and grpc-swift-2
	@scripts/bench/rpc

bench-counts: setup ## build every benchmark and compare counts of the hot paths with their limits: bytes, allocations, system calls
	@scripts/setup --test
	@scripts/bench/counts

bench-game: setup ## measure the game: bytes down a player, sizes, time of a tick natively and in WebAssembly
	@scripts/bench/game

soak-games: build ## start and end GAMES=10000 matches on three nodes and watch what the processes hold
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 Benchmarks/game_soak.py \
		--games $(or $(GAMES),10000)

determinism: setup ## play the same games in debug, release, WebAssembly and arm64 and compare: GAMES=1000 TICKS=400 SEED=1
	@scripts/determinism

fuzz: setup ## throw mutated messages at every decoder, with AddressSanitizer: EXECUTIONS=10000000 SEED=0
	@scripts/fuzz/decoders

fuzz-http: setup ## throw whole HTTP and WebSocket conversations at the gateway: CONNECTIONS=500000 SEED=0
	@scripts/fuzz/http

fuzz-rpc: setup ## throw whole gRPC sessions at a server, with AddressSanitizer: SESSIONS=600000 SEED=0
	@scripts/fuzz/rpc

fuzz-sql: setup ## ask a registry on PostgreSQL and one on SQLite the same questions: QUESTIONS=500000 SEED=0
	@scripts/setup --test
	@scripts/fuzz/sql

sanitize: setup ## run the suites of bytes from outside with AddressSanitizer and ThreadSanitizer; SHORT=1 without processes
	@scripts/setup --test
	@scripts/sanitize $(if $(SHORT),--short)

cluster-test: setup ## replay a seed of the consensus simulator: SEED=7 make cluster-test
	@scripts/build $(CONFIG) --build-tests
	@scripts/swift-test $(CONFIG) --filter ClusterTests

soak-durability: build ## kill consensus processes at random moments: ROUNDS=500, SEED=n replays the choice of faults
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" \
	    python3 Tests/System/soak_durability.py --rounds $(or $(ROUNDS),500) $(if $(SEED),--seed $(SEED))

soak: setup ## run the simulator on fresh seeds: MINUTES=10 JOBS=1 make soak
	@scripts/fuzz/simulator

nemesis: build ## record and judge histories under kills, pauses, partitions and replacements: SOAK=300 make nemesis
	@scripts/setup --test
	@PATH="$$PWD/.build/venv/bin:$$PATH" SNAKETRON_BIN="$$PWD/$(BIN)/snaketron" python3 -m pytest -q -s Tests/Integration/Consensus/test_linearizable.py

bench: build client ## measure a running cluster: latency and failover
	@scripts/bench/cluster $(CONFIG)

COMPOSE = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose) -f compose/compose.yaml

compose-up: ## run the whole system in containers, in the background, on http://127.0.0.1:8080
	@DOCKER_BUILDKIT=1 COMPOSE_DOCKER_CLI_BUILD=1 $(COMPOSE) up --detach --build

compose-down: ## stop the containers; their volumes stay
	@$(COMPOSE) down

compose-test: ## build the images and play while each container fails, on an engine of its own (Debian, root)
	@scripts/test-compose

clean: ## stop what runs, and remove it and everything that was built
	@scripts/clean
