package keys

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// maxSecret is how much is read of what a reference names: 32 bytes are 64
// characters of hex, and then there is white space.
const maxSecret = 4096

// execTimeout is how long a command may take that asks a key service. Longer
// than any service answers; shorter than it takes to wonder why nothing runs.
const execTimeout = 30 * time.Second

// CheckRef says what is wrong with a reference to a secret, or nil, without
// following it. The message never repeats the reference, which may be the
// secret itself.
func CheckRef(ref string) error {
	scheme, rest, ok := strings.Cut(ref, ":")
	switch {
	case ok && (scheme == "env" || scheme == "file" || scheme == "exec"):
		if strings.TrimSpace(rest) == "" {
			return fmt.Errorf("nothing stands after %q", scheme+":")
		}
		return nil
	case ok && strings.HasSuffix(scheme, "-kms"), strings.Contains(ref, "kms://"):
		return errors.New("key services are not built yet: use exec: with their command")
	}
	return errors.New("a secret is only ever a reference, never written out: env:NAME, file:PATH or exec:COMMAND")
}

// resolve follows a reference to 32 secret bytes: raw, in hex or in base64.
func resolve(ref string) ([]byte, error) {
	if err := CheckRef(ref); err != nil {
		return nil, err
	}
	scheme, rest, _ := strings.Cut(ref, ":")
	var text []byte
	var err error
	switch scheme {
	case "env":
		value, ok := os.LookupEnv(rest)
		if text = []byte(value); !ok {
			err = fmt.Errorf("%w: the environment has no %s", ErrMissing, rest)
		}
	case "file":
		text, err = readSecret(rest)
	case "exec":
		text, err = runSecret(rest)
	}
	if err != nil && written(rest) {
		return nil, fmt.Errorf("%w: what stands after %s: names nothing, and may be the secret itself, which is only ever referred to", ErrMissing, scheme)
	}
	if err != nil {
		return nil, err
	}
	secret, ok := decode(text)
	if !ok {
		return nil, fmt.Errorf("%w: what %s: names is not 32 bytes, raw, in hex or in base64", ErrWrong, scheme)
	}
	return secret, nil
}

// written reports whether a secret may stand in what should name one, as where a
// template put its value: such a name must not come back in a message. Raw bytes are
// not told from names.
func written(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(word string) bool {
		word = filepath.Base(word) // of a path that was made absolute
		_, ok := decode([]byte(word))
		return ok && len(word) != 32
	})
}

// readSecret reads a file that nobody but its owner may read.
func readSecret(path string) ([]byte, error) {
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	if err != nil {
		return nil, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: %s is not a file", ErrWrong, path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: group or others may use %s (mode %04o): chmod 0600", ErrWrong, path, info.Mode().Perm())
	}
	return io.ReadAll(io.LimitReader(in, maxSecret))
}

// runSecret runs a command, split at white space and without a shell, so that
// nothing in it is expanded; what needs a shell names one. The secret is its
// stdout. Its stderr goes to ours, where it asks for a password or says why
// it failed.
func runSecret(command string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), execTimeout)
	defer cancel()
	words := strings.Fields(command)
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stderr = os.Stderr
	cmd.WaitDelay = time.Second
	out := new(limited)
	cmd.Stdout = out
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%w: %s gave no answer in %v", ErrMissing, words[0], execTimeout)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: run %s: %w", ErrMissing, words[0], err)
	}
	return out.text, nil
}

// limited takes maxSecret bytes and refuses more. (A bytes.Buffer in it would
// lend its ReadFrom, which refuses nothing.)
type limited struct{ text []byte }

// Write takes p, or refuses it where there would be too much.
func (l *limited) Write(p []byte) (int, error) {
	if len(l.text)+len(p) > maxSecret {
		return 0, errors.New("more output than a secret has")
	}
	l.text = append(l.text, p...)
	return len(p), nil
}

// decode reads 32 bytes that stand raw, in hex or in base64. Raw bytes are
// taken as they are; around the others white space does not matter.
func decode(text []byte) ([]byte, bool) {
	if len(text) == 32 {
		return text, true
	}
	s := string(bytes.TrimSpace(text))
	if b, err := hex.DecodeString(s); err == nil && len(b) == 32 {
		return b, true
	}
	s = strings.TrimRight(s, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if b, err := enc.DecodeString(s); err == nil && len(b) == 32 {
			return b, true
		}
	}
	return nil, false
}
