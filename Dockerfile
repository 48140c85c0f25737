# An image with the program and nothing else: no shell, no libc, not root.
#
#   docker build -t tuomin .
#   docker run --rm -v "$PWD/lake:/lake:ro" tuomin scan /lake/dwd_order
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
# The image's whole tree is laid out here, so that modes are as set: spill files
# go to /tmp.
RUN mkdir -p /image/usr/local/bin /image/licenses && mkdir -m 1777 /image/tmp && cp LICENSE NOTICE /image/licenses/ \
 && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.release=${VERSION}" -o /image/usr/local/bin/tuomin ./cmd/tuomin

FROM scratch
COPY --from=build /image/ /
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/tuomin"]
