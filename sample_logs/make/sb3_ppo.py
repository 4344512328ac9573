"""stable-baselines3: PPO on CartPole, evaluated every 10,000 environment steps."""

import gymnasium
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import EvalCallback
from stable_baselines3.common.monitor import Monitor

torch.set_num_threads(1)
evaluation = EvalCallback(Monitor(gymnasium.make("CartPole-v1")), eval_freq=10_000)
model = PPO("MlpPolicy", "CartPole-v1", verbose=1, seed=4, device="cpu")
model.learn(total_timesteps=100_000, callback=evaluation)
