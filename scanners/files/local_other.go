//go:build !linux

package files

func exchange(a, b string) error { return ErrNoExchange }
